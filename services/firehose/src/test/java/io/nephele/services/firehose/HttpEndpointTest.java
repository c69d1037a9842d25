package io.nephele.services.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ContentEncoding;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Records go to HTTP endpoints by AWS's protocol. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class HttpEndpointTest {
  private static final String NAME = "posts";

  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private final List<Map<?, ?>> bodies = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpsServer server;

  @BeforeEach
  @SuppressWarnings("unchecked")
  void start(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "it",
                "-dname",
                "CN=elsewhere",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(Files.newInputStream(store), "changeit".toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", this::answer);
    server.start();

    Streams.role(iam);
    s3.createBucket(b -> b.bucket(Streams.BUCKET));
    firehose.createDeliveryStream(
        c ->
            c.deliveryStreamName(NAME)
                .httpEndpointDestinationConfiguration(
                    d ->
                        d.roleARN(Streams.ROLE)
                            .endpointConfiguration(
                                e ->
                                    e.url("https://localhost:" + server.getAddress().getPort())
                                        .name("mine")
                                        .accessKey("open sesame"))
                            .requestConfiguration(
                                r ->
                                    r.contentEncoding(ContentEncoding.GZIP)
                                        .commonAttributes(
                                            a -> a.attributeName("env").attributeValue("test")))
                            .retryOptions(r -> r.durationInSeconds(60))
                            .bufferingHints(b -> b.intervalInSeconds(60).sizeInMBs(1))
                            .s3Configuration(
                                s ->
                                    s.roleARN(Streams.ROLE)
                                        .bucketARN("arn:aws:s3:::" + Streams.BUCKET))));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
    Map<?, ?> request = (Map<?, ?>) JsonText.parse(new String(body, StandardCharsets.UTF_8));
    bodies.add(request);
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    byte[] answer =
        JsonText.write(Map.of("requestId", request.get("requestId"), "timestamp", 1L))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Test
  void recordsArePosted() {
    Streams.put(firehose, NAME, "one", "two");
    clock.advance(Duration.ofSeconds(60));

    assertThat(bodies).hasSize(1);
    assertThat(bodies.getFirst().get("records"))
        .isEqualTo(List.of(Map.of("data", base64("one")), Map.of("data", base64("two"))));
    Map<String, List<String>> sent = headers.getFirst();
    assertThat(sent.get("X-amz-firehose-protocol-version")).containsExactly("1.0");
    assertThat(sent.get("X-amz-firehose-access-key")).containsExactly("open sesame");
    assertThat(sent.get("X-amz-firehose-request-id"))
        .containsExactly((String) bodies.getFirst().get("requestId"));
    assertThat(sent.get("X-amz-firehose-common-attributes"))
        .containsExactly("{\"commonAttributes\":{\"env\":\"test\"}}");
    assertThat(Streams.keys(s3, Streams.BUCKET)).isEmpty();
  }

  @Test
  void whatTheEndpointRefusesGoesToTheBucketInTheEnd() {
    status = 500;
    Streams.put(firehose, NAME, "lost");
    clock.advance(Duration.ofSeconds(60));
    assertThat(bodies).hasSize(1);
    assertThat(Streams.keys(s3, Streams.BUCKET)).isEmpty();

    clock.advance(Duration.ofMinutes(3));
    assertThat(bodies).hasSizeGreaterThan(3);
    assertThat(Streams.keys(s3, Streams.BUCKET))
        .singleElement()
        .asString()
        .startsWith("http-endpoint-failed/");
    assertThat(Streams.text(s3, Streams.BUCKET, Streams.keys(s3, Streams.BUCKET).getFirst()))
        .contains(base64("lost"), "HttpEndpoint.DestinationException");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
