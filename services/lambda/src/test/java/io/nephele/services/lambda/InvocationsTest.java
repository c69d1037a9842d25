package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.lambda.TooManyRequestsException;
import io.nephele.core.identity.Principal;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Functions are invoked, waited for or not. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InvocationsTest {
  private static final String ECHO = "def handler(event, context):\n  return event\n";
  private static final String COUNT =
      """
      import os
      total = 0
      def handler(event, context):
        global total
        local = 0
        total += 1
        local += 1
        return {'total': total, 'local': local, 'how': os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']}
      """;
  private static final String FAIL =
      "def handler(event, context):\n  raise ValueError('no ' + event['name'])\n";

  private static final String RECORDING =
      """
      seen = []
      def handler(event, context):
        if 'requestContext' not in event:
          return seen
        seen.append(event['requestContext']['condition'])
      """;

  @Inject Nephele nephele;
  @Inject S3Client s3;
  @Inject LambdaClient lambda;
  @Inject LambdaAsyncClient async;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private TestFunctions functions;

  @BeforeEach
  void functions() {
    functions = new TestFunctions(nephele);
  }

  private static String text(InvokeResponse response) {
    return response.payload().asUtf8String();
  }

  @Test
  @Fact({
    "lambda-026",
    "lambda-101",
    "lambda-105",
    "lambda-147",
    "lambda-167",
    "lambda-168",
    "lambda-170"
  })
  void aCallWaitsForTheResult() {
    functions.python(
        "echo",
        functions.role("runner"),
        "",
        b ->
            b.code(
                c ->
                    c.zipFile(
                        Zips.of(
                            "index.py",
                            "from library.words import handler\n",
                            "library/words.py",
                            ECHO))));
    InvokeResponse done =
        lambda.invoke(
            b ->
                b.functionName("echo")
                    .logType(LogType.TAIL)
                    .payload(SdkBytes.fromUtf8String("{\"a\": [1, \"ü\"]}")));
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.functionError()).isNull();
    assertThat(done.executedVersion()).isEqualTo("$LATEST");
    assertThat(text(done)).containsAnyOf("{\"a\": [1, \"ü\"]}", "{\"a\": [1, \"\\u00fc\"]}");
    String tail = new String(Base64.getDecoder().decode(done.logResult()), StandardCharsets.UTF_8);
    assertThat(tail).contains("START RequestId: ");
  }

  @Test
  void programsOfIdleEnvironmentsEndByTheWorldsClock() {
    String mark = "MARK" + UUID.randomUUID().toString().replace('-', '_');
    functions.python(
        "echo",
        functions.role("runner"),
        ECHO,
        f -> f.environment(e -> e.variables(Map.of(mark, "1"))));
    functions.invoke("echo", "{}");
    clock.advance(Duration.ofMinutes(9));
    assertThat(runs(mark)).isTrue();
    clock.advance(Duration.ofMinutes(2));
    while (runs(mark)) {
      Thread.onSpinWait();
    }
  }

  /** Whether there is a program with that variable in its environment. */
  private static boolean runs(String variable) {
    return ProcessHandle.current()
        .descendants()
        .anyMatch(
            one -> {
              try {
                return Files.readString(Path.of("/proc/" + one.pid() + "/environ"))
                    .contains(variable + "=1");
              } catch (IOException e) {
                return false; // another that ended
              }
            });
  }

  @Test
  @Fact({"lambda-020", "lambda-021", "lambda-131", "lambda-132"})
  void environmentsAreUsedAgainUntilTheyWereIdleForLong() {
    functions.python("count", functions.role("runner"), COUNT);
    assertThat(text(functions.invoke("count", "{}"))).contains("\"total\": 1", "\"local\": 1");
    assertThat(text(functions.invoke("count", "{}"))).contains("\"total\": 2", "\"local\": 1");
    clock.advance(Duration.ofMinutes(11));
    assertThat(text(functions.invoke("count", "{}"))).contains("\"total\": 1", "on-demand");
    lambda.updateFunctionConfiguration(b -> b.functionName("count").description("changed"));
    assertThat(text(functions.invoke("count", "{}"))).contains("\"total\": 1");
  }

  @Test
  void errorsOfFunctionsAreAnswersAndErrorsOfRequestsAreNot() {
    functions.python("fail", functions.role("runner"), FAIL);
    InvokeResponse failed = functions.invoke("fail", "{\"name\":\"luck\"}");
    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(failed.functionError()).isEqualTo("Unhandled");
    assertThat(text(failed)).contains("no luck", "ValueError");
    assertThatThrownBy(() -> functions.invoke("fail", "{nonsense"))
        .isInstanceOfSatisfying(
            LambdaException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode())
                  .isEqualTo("InvalidRequestContentException");
              assertThat(e.getMessage()).contains("Could not parse request body into json");
            });
    assertThatThrownBy(() -> functions.invoke("missing", "{}"))
        .hasMessageContaining(
            "Function not found: arn:aws:lambda:us-east-1:000000000000:function:missing");
    assertThatThrownBy(() -> functions.invoke("fail", "\"" + "x".repeat(6 * 1024 * 1024) + "\""))
        .hasMessageContaining(
            "6291458 byte payload is too large for the RequestResponse invocation type (limit"
                + " 6291456 bytes)");
    assertThat(
            lambda
                .invoke(b -> b.functionName("fail").invocationType(InvocationType.DRY_RUN))
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  @Fact({
    "lambda-039",
    "lambda-040",
    "lambda-042",
    "lambda-098",
    "lambda-099",
    "lambda-100",
    "lambda-107",
    "lambda-114",
    "lambda-121",
    "lambda-122"
  })
  void aliasesRunTheirVersions() {
    functions.python(
        "v", functions.role("runner"), "def handler(e, c):\n  return 1\n", b -> b.publish(true));
    lambda.createAlias(b -> b.functionName("v").name("live").functionVersion("1"));
    lambda.updateFunctionCode(
        b ->
            b.functionName("v")
                .publish(true)
                .zipFile(Zips.python("def handler(e, c):\n  return 2\n")));
    assertThat(text(functions.invoke("v", "{}"))).isEqualTo("2");
    assertThat(text(functions.invoke("v:live", "{}"))).isEqualTo("1");
    lambda.updateAlias(
        b ->
            b.functionName("v")
                .name("live")
                .routingConfig(r -> r.additionalVersionWeights(Map.of("2", 0.5))));
    Map<String, Integer> ran = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      ran.merge(functions.invoke("v:live", "{}").executedVersion(), 1, Integer::sum);
    }
    assertThat(ran.get("1")).isBetween(10, 50);
    assertThat(ran.get("1") + ran.get("2")).isEqualTo(60);
    lambda.updateAlias(
        b ->
            b.functionName("v")
                .name("live")
                .functionVersion("2")
                .routingConfig(r -> r.additionalVersionWeights(Map.of())));
    assertThat(functions.invoke("v:live", "{}").executedVersion()).isEqualTo("2");
  }

  @Test
  @Fact({
    "lambda-015",
    "lambda-023",
    "lambda-025",
    "lambda-106",
    "lambda-124",
    "lambda-125",
    "lambda-130"
  })
  void reservedConcurrencyCapsParallelRuns() {
    String slow =
        """
        import time, uuid
        me = str(uuid.uuid4())
        def handler(event, context):
          time.sleep(0.7)
          return me
        """;
    functions.python("slow", functions.role("runner"), slow);
    lambda.putFunctionConcurrency(b -> b.functionName("slow").reservedConcurrentExecutions(1));
    List<Object> capped = both();
    assertThat(capped).filteredOn(String.class::isInstance).hasSize(1);
    assertThat(capped)
        .filteredOn(AwsException.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            TooManyRequestsException.class,
            e -> {
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.reason()).isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
            });
    lambda.deleteFunctionConcurrency(b -> b.functionName("slow"));
    assertThat(both()).allMatch(String.class::isInstance).doesNotHaveDuplicates();
  }

  /** What two invocations at the same time return or throw, without the SDK's retries. */
  private List<Object> both() {
    CompletableFuture<Object> other = CompletableFuture.supplyAsync(this::invokeSlow);
    Object own = invokeSlow();
    return List.of(own, other.join());
  }

  private Object invokeSlow() {
    try {
      return nephele
          .world()
          .call(
              Lambda.Invoke,
              new InvocationRequest().functionName("slow"),
              Principal.root(Regions.find("us-east-1").partition(), TestFunctions.ACCOUNT),
              Regions.find("us-east-1"))
          .payload()
          .utf8();
    } catch (AwsException e) {
      return e;
    }
  }

  @Test
  @Fact({"lambda-017", "lambda-018", "lambda-019", "lambda-127"})
  void provisionedEnvironmentsAreReadyBefore() {
    functions.python("count", functions.role("runner"), COUNT, b -> b.publish(true));
    assertThatThrownBy(
            () ->
                lambda.putProvisionedConcurrencyConfig(
                    b ->
                        b.functionName("count")
                            .qualifier("$LATEST")
                            .provisionedConcurrentExecutions(1)))
        .hasMessageContaining("cannot be applied to unpublished function versions");
    assertThat(
            lambda
                .putProvisionedConcurrencyConfig(
                    b -> b.functionName("count").qualifier("1").provisionedConcurrentExecutions(1))
                .statusAsString())
        .isEqualTo("IN_PROGRESS");
    clock.advance(Duration.ofSeconds(1));
    assertThat(
            lambda
                .getProvisionedConcurrencyConfig(b -> b.functionName("count").qualifier("1"))
                .statusAsString())
        .isEqualTo("READY");
    assertThat(told("count", "Invocations")).isNull();
    assertThat(text(functions.invoke("count:1", "{}"))).contains("provisioned-concurrency");
    assertThat(told("count", "ProvisionedConcurrencyInvocations").sum()).isEqualTo(1);
    assertThat(told("count", "ProvisionedConcurrentExecutions").maximum()).isEqualTo(1);
    assertThat(told("count", "ProvisionedConcurrencyUtilization").maximum()).isEqualTo(1);
  }

  @Test
  void responsesAreStreamed() throws ExecutionException, InterruptedException {
    functions.python("echo", functions.role("runner"), ECHO);
    StringBuilder got = new StringBuilder();
    CompletableFuture<String> end = new CompletableFuture<>();
    async
        .invokeWithResponseStream(
            b -> b.functionName("echo").payload(SdkBytes.fromUtf8String("\"hello\"")),
            InvokeWithResponseStreamResponseHandler.builder()
                .subscriber(
                    InvokeWithResponseStreamResponseHandler.Visitor.builder()
                        .onPayloadChunk(chunk -> got.append(chunk.payload().asUtf8String()))
                        .onInvokeComplete(done -> end.complete(done.errorCode()))
                        .build())
                .build())
        .get();
    assertThat(end.get()).isNull();
    assertThat(got).hasToString("\"hello\"");
  }

  @Test
  @Fact({
    "lambda-028",
    "lambda-031",
    "lambda-032",
    "lambda-148",
    "lambda-149",
    "lambda-150",
    "lambda-152"
  })
  void failedEventsAreTriedThreeTimesAndBecomeDeadLetters() {
    String url = sqs.createQueue(b -> b.queueName("letters")).queueUrl();
    String arn = "arn:aws:sqs:us-east-1:000000000000:letters";
    functions.python(
        "fail",
        functions.role("runner", may("sqs:SendMessage", arn)),
        FAIL,
        b -> b.deadLetterConfig(d -> d.targetArn(arn)));
    InvokeResponse queued =
        lambda.invoke(
            b ->
                b.functionName("fail")
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String("{\"name\":\"luck\"}")));
    assertThat(queued.statusCode()).isEqualTo(202);
    assertThat(queued.payload().asByteArray()).isEmpty();
    clock.advance(Duration.ofSeconds(170));
    assertThat(sqs.receiveMessage(b -> b.queueUrl(url)).messages()).isEmpty();
    clock.advance(Duration.ofSeconds(20));
    List<Message> letters =
        sqs.receiveMessage(b -> b.queueUrl(url).messageAttributeNames("All")).messages();
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().body()).isEqualTo("{\"name\":\"luck\"}");
    assertThat(letters.getFirst().messageAttributes().get("ErrorMessage").stringValue())
        .isEqualTo("no luck");
    assertThat(letters.getFirst().messageAttributes().get("RequestID").stringValue())
        .isEqualTo(queued.responseMetadata().requestId());
    assertThat(letters.getFirst().messageAttributes().get("ErrorCode").stringValue())
        .isEqualTo("200");
  }

  @Test
  @Fact({"lambda-030", "lambda-151", "lambda-153"})
  void resultsGoToDestinations() {
    String url = sqs.createQueue(b -> b.queueName("results")).queueUrl();
    String arn = "arn:aws:sqs:us-east-1:000000000000:results";
    String role = functions.role("runner", may("sqs:SendMessage", arn));
    functions.python("fail", role, FAIL);
    assertThatThrownBy(
            () ->
                lambda.putFunctionEventInvokeConfig(
                    b -> b.functionName("fail").maximumEventAgeInSeconds(59)))
        .hasMessageContaining("greater than or equal to 60");
    lambda.putFunctionEventInvokeConfig(
        b ->
            b.functionName("fail")
                .maximumRetryAttempts(0)
                .destinationConfig(
                    d -> d.onFailure(f -> f.destination(arn)).onSuccess(s -> s.destination(arn))));
    lambda.invoke(
        b ->
            b.functionName("fail")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"name\":\"luck\"}")));
    clock.advance(Duration.ofSeconds(1));
    List<Message> records = sqs.receiveMessage(b -> b.queueUrl(url)).messages();
    assertThat(records).hasSize(1);
    assertThat(records.getFirst().body())
        .contains(
            "\"condition\":\"RetriesExhausted\",\"approximateInvokeCount\":1",
            "\"requestPayload\":{\"name\":\"luck\"}",
            "\"functionError\":\"Unhandled\"",
            "\"functionArn\":\"arn:aws:lambda:us-east-1:000000000000:function:fail:$LATEST\"");
    lambda.updateFunctionCode(b -> b.functionName("fail").zipFile(Zips.python(ECHO)));
    lambda.invoke(b -> b.functionName("fail").invocationType(InvocationType.EVENT));
    clock.advance(Duration.ofSeconds(1));
    assertThat(sqs.receiveMessage(b -> b.queueUrl(url)).messages())
        .singleElement()
        .extracting(Message::body)
        .asString()
        .contains("\"condition\":\"Success\"", "\"responsePayload\":{}");
  }

  @Test
  void failuresGoToBucketsAndSuccessesToFunctions() {
    String role =
        functions.role("runner", may("s3:PutObject", "*"), may("lambda:InvokeFunction", "*"));
    s3.createBucket(b -> b.bucket("failures"));
    functions.python("fail", role, FAIL);
    functions.python("next", role, RECORDING);
    lambda.putFunctionEventInvokeConfig(
        b ->
            b.functionName("fail")
                .maximumRetryAttempts(0)
                .destinationConfig(
                    d ->
                        d.onFailure(f -> f.destination("arn:aws:s3:::failures"))
                            .onSuccess(
                                o ->
                                    o.destination(
                                        "arn:aws:lambda:us-east-1:000000000000:function:next"))));
    lambda.invoke(
        b ->
            b.functionName("fail")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"name\":\"luck\"}")));
    clock.advance(Duration.ofSeconds(1));
    List<S3Object> objects = s3.listObjectsV2(b -> b.bucket("failures")).contents();
    assertThat(objects).hasSize(1);
    assertThat(objects.getFirst().key())
        .matches(
            "aws/lambda/async/fail/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT[0-9.]{8}-[0-9a-f-]{36}");
    lambda.updateFunctionCode(b -> b.functionName("fail").zipFile(Zips.python(ECHO)));
    lambda.invoke(b -> b.functionName("fail").invocationType(InvocationType.EVENT));
    clock.advance(Duration.ofSeconds(1));
    assertThat(text(functions.invoke("next", "{}"))).contains("Success");
  }

  @Test
  @Fact("lambda-011")
  void tracingNeedsARoleThatMayTrace() {
    functions.python("echo", functions.role("runner"), ECHO);
    assertThatThrownBy(
            () ->
                lambda.updateFunctionConfiguration(
                    b -> b.functionName("echo").tracingConfig(t -> t.mode(TracingMode.ACTIVE))))
        .hasMessageContaining(
            "The provided execution role does not have permissions to call PutTraceSegments on"
                + " XRAY");
  }

  @Test
  void manyEventsAreRunByFewEnvironments() {
    functions.python(
        "many",
        functions.role("runner"),
        """
        runs = 0
        def handler(event, context):
          global runs
          runs += 1
          return runs
        """);
    for (int i = 0; i < 25; i++) {
      lambda.invoke(b -> b.functionName("many").invocationType(InvocationType.EVENT));
    }
    clock.advance(Duration.ofSeconds(1));
    StatisticSet told = told("many", "ConcurrentExecutions");
    assertThat(told.sampleCount()).isEqualTo(25);
    assertThat(told.maximum()).isLessThanOrEqualTo(10);
  }

  /** What CloudWatch was told of a function, or null. */
  private StatisticSet told(String function, String metric) {
    MetricKey key =
        new MetricKey(
            TestFunctions.ACCOUNT,
            "us-east-1",
            "AWS/Lambda",
            metric,
            Map.of("FunctionName", function),
            "Count");
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values().stream()
        .reduce(StatisticSet::plus)
        .orElse(null);
  }
}
