package io.nephele.services.pipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ApiDestinationHttpMethod;
import software.amazon.awssdk.services.eventbridge.model.ConnectionAuthorizationType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.pipes.PipesClient;
import software.amazon.awssdk.services.pipes.model.CreatePipeRequest;
import software.amazon.awssdk.services.pipes.model.IncludeExecutionDataOption;
import software.amazon.awssdk.services.pipes.model.LogLevel;
import software.amazon.awssdk.services.pipes.model.ValidationException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Pipes call API destinations, and tell in logs what they do. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DestinationsTest {
  @Inject PipesClient pipes;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject EventBridgeClient events;
  @Inject CloudWatchLogsClient logs;
  @Inject S3Client s3;
  @Inject VirtualClock clock;

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String from;
  private String to;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Setting.role(iam);
    from = Setting.queue(sqs, "from");
    to = Setting.queue(sqs, "to");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Answers with what it was asked, but at /no. */
  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(
        exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("X-Key")
            + " "
            + body);
    boolean no = exchange.getRequestURI().getPath().equals("/no");
    byte[] answer = ("{\"saw\":" + body + "}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(no ? 400 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String destination(String path) {
    String connection =
        events
            .createConnection(
                c ->
                    c.name("key")
                        .authorizationType(ConnectionAuthorizationType.API_KEY)
                        .authParameters(
                            p ->
                                p.apiKeyAuthParameters(
                                    k -> k.apiKeyName("X-Key").apiKeyValue("s3cret"))))
            .connectionArn();
    return events
        .createApiDestination(
            d ->
                d.name("api")
                    .connectionArn(connection)
                    .invocationEndpoint("http://localhost:" + server.getAddress().getPort() + path)
                    .httpMethod(ApiDestinationHttpMethod.POST))
        .apiDestinationArn();
  }

  private CreatePipeRequest.Builder pipe(String target) {
    return CreatePipeRequest.builder()
        .name("pipe")
        .source(from)
        .target(target)
        .roleArn(Setting.ROLE);
  }

  private void run(CreatePipeRequest.Builder pipe) {
    pipes.createPipe(pipe.build());
    clock.advance(Duration.ofSeconds(2));
    Setting.send(sqs, "from", "{\"id\":7}");
    clock.advance(Duration.ofSeconds(2));
  }

  @Test
  void anApiDestinationEnrichesEvents() {
    run(
        pipe(to)
            .enrichment(destination("/orders/*"))
            .enrichmentParameters(
                e ->
                    e.inputTemplate("{\"order\":<$.body.id>}")
                        .httpParameters(
                            h ->
                                h.pathParameterValues("$.body.id")
                                    .queryStringParameters(Map.of("pipe", "yes")))));
    assertThat(calls).containsExactly("/orders/7?pipe=yes s3cret {\"order\":7}");
    assertThat(Setting.bodies(sqs, "to")).containsExactly("{\"saw\":{\"order\":7}}");
  }

  @Test
  void anApiDestinationTakesEventsIfTheRoleMayInvokeIt() {
    String api = destination("/in/*");
    iam.putRolePolicy(
        r ->
            r.roleName("plumber")
                .policyName("mayNot")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Deny",
                    "Action":"events:InvokeApiDestination","Resource":"*"}]}\
                    """));
    run(
        pipe(api)
            .targetParameters(
                t ->
                    t.inputTemplate("<$.body>")
                        .httpParameters(h -> h.pathParameterValues("$.body.id"))));
    assertThat(calls).isEmpty();
    iam.deleteRolePolicy(r -> r.roleName("plumber").policyName("mayNot"));
    clock.advance(Duration.ofMinutes(1));
    assertThat(calls).containsExactly("/in/7 s3cret {\"id\":7}");
    clock.advance(Duration.ofMinutes(5));
    assertThat(calls).hasSize(1);
  }

  @Test
  void whatAPipeDoesIsInItsLogs() {
    logs.createLogGroup(g -> g.logGroupName("pipes"));
    s3.createBucket(b -> b.bucket("logs"));
    assertThatThrownBy(
            () -> pipes.createPipe(pipe(to).logConfiguration(l -> l.level(LogLevel.INFO)).build()))
        .isInstanceOf(ValidationException.class);
    run(
        pipe(destination("/no"))
            .logConfiguration(
                l ->
                    l.level(LogLevel.INFO)
                        .includeExecutionData(IncludeExecutionDataOption.ALL)
                        .cloudwatchLogsLogDestination(
                            c ->
                                c.logGroupArn(
                                    "arn:aws:logs:us-east-1:000000000000:log-group:pipes"))
                        .s3LogDestination(
                            d -> d.bucketName("logs").bucketOwner("000000000000").prefix("p"))));
    assertThat(pipes.describePipe(d -> d.name("pipe")).logConfiguration().level())
        .isEqualTo(LogLevel.INFO);
    List<Map<?, ?>> told =
        logs.filterLogEvents(f -> f.logGroupName("pipes")).events().stream()
            .<Map<?, ?>>map(event -> (Map<?, ?>) JsonText.parse(event.message()))
            .toList();
    assertThat(told.stream().map(record -> (Object) record.get("messageType")))
        .containsExactly(
            "EXECUTION_STARTED",
            "TARGET_STAGE_ENTERED",
            "TARGET_INVOCATION_FAILED",
            "TARGET_STAGE_FAILED",
            "EXECUTION_FAILED");
    assertThat((String) told.getFirst().get("payload")).contains("{\\\"id\\\":7}");
    assertThat(told.getLast().get("error").toString()).contains("httpStatusCode=400");
    String key = s3.listObjectsV2(l -> l.bucket("logs")).contents().getFirst().key();
    assertThat(key).startsWith("p/AWSLogs/000000000000/");
    assertThat(s3.getObjectAsBytes(g -> g.bucket("logs").key(key)).asUtf8String().lines())
        .hasSize(5);
  }
}
