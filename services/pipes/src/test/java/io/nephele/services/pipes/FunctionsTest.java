package io.nephele.services.pipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.pipes.PipesClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Functions enrich what goes through a pipe, and take it. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FunctionsTest {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";

  @Inject PipesClient pipes;
  @Inject SqsClient sqs;
  @Inject LambdaClient lambda;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private void function(String name, String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write(source.getBytes(StandardCharsets.UTF_8));
    }
    lambda.createFunction(
        f ->
            f.functionName(name)
                .role(Setting.ROLE)
                .runtime("python3.13")
                .handler("index.handler")
                .code(c -> c.zipFile(SdkBytes.fromByteArray(bytes.toByteArray()))));
  }

  @Test
  void anEnrichmentMakesOtherEventsOrNone() throws IOException {
    Setting.role(iam);
    function(
        "enrich",
        """
        def handler(events, context):
          return [{"twice": int(e["n"]) * 2} for e in events if int(e["n"]) > 0]
        """);
    String from = Setting.queue(sqs, "from");
    String to = Setting.queue(sqs, "to");
    pipes.createPipe(
        p ->
            p.name("pipe")
                .source(from)
                .target(to)
                .roleArn(Setting.ROLE)
                .enrichment(FUNCTION + "enrich")
                .enrichmentParameters(e -> e.inputTemplate("{\"n\":<$.body>}"))
                .targetParameters(t -> t.inputTemplate("got <$.twice>")));
    clock.advance(Duration.ofSeconds(2));
    Setting.send(sqs, "from", "21");
    clock.advance(Duration.ofSeconds(2));
    Setting.send(sqs, "from", "0");
    clock.advance(Duration.ofSeconds(2));
    assertThat(Setting.bodies(sqs, "to")).containsExactly("got 42");
    clock.advance(Duration.ofMinutes(5));
    assertThat(Setting.bodies(sqs, "from")).isEmpty();
  }

  @Test
  void whatAFunctionReportsComesBack() throws IOException {
    Setting.role(iam);
    function(
        "take",
        """
        def handler(events, context):
          assert isinstance(events, list)
          bad = [e for e in events if e["body"] == "bad"]
          return {"batchItemFailures": [{"itemIdentifier": e["messageId"]} for e in bad]}
        """);
    String from = Setting.queue(sqs, "from");
    Setting.send(sqs, "from", "good");
    Setting.send(sqs, "from", "bad");
    pipes.createPipe(
        p -> p.name("pipe").source(from).target(FUNCTION + "take").roleArn(Setting.ROLE));
    clock.advance(Duration.ofSeconds(10));
    pipes.stopPipe(s -> s.name("pipe"));
    clock.advance(Duration.ofMinutes(2));
    assertThat(Setting.bodies(sqs, "from")).containsExactly("bad");
  }
}
