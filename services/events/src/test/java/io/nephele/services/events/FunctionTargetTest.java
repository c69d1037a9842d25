package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
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
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Rules invoke functions that permit it, which really run. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FunctionTargetTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/runs";
  private static final String SOURCE =
      """
      def handler(event, context):
        return {'saw': event['detail']['state']}
      """;

  @Inject EventBridgeClient events;
  @Inject LambdaClient lambda;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @Test
  @Fact({"events-017", "events-047", "lambda-171"})
  void aFunctionGetsTheEventOnceItPermitsTheRule() throws IOException {
    Inbox results = Inbox.create(sqs, "results");
    function(results);
    events.putRule(r -> r.name("state").eventPattern("{\"source\":[\"shop\"]}"));
    events.putTargets(
        t ->
            t.rule("state")
                .targets(
                    x -> x.id("f").arn("arn:aws:lambda:us-east-1:000000000000:function:watch")));
    Inbox.put(events, "shop", "{\"state\":\"unheard\"}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(results.bodies()).isEmpty();

    lambda.addPermission(
        p ->
            p.functionName("watch")
                .statementId("rule")
                .action("lambda:InvokeFunction")
                .principal("events.amazonaws.com")
                .sourceArn("arn:aws:events:us-east-1:000000000000:rule/state"));
    Inbox.put(events, "shop", "{\"state\":\"running\"}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(results.bodies())
        .singleElement()
        .asString()
        .matches("(?s).*\"responsePayload\":\\{\"saw\": ?\"running\"}.*");
  }

  /** A function that tells a queue of what it returned. */
  private void function(Inbox results) throws IOException {
    iam.createRole(
        r ->
            r.roleName("runs")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"lambda.amazonaws.com"}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName("runs")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Action":"sqs:SendMessage","Resource":"*"}]}\
                    """));
    SdkBytes code = zip();
    lambda.createFunction(
        f ->
            f.functionName("watch")
                .role(ROLE)
                .runtime("python3.13")
                .handler("index.handler")
                .code(c -> c.zipFile(code)));
    lambda.putFunctionEventInvokeConfig(
        c ->
            c.functionName("watch")
                .destinationConfig(d -> d.onSuccess(s -> s.destination(results.arn()))));
  }

  private static SdkBytes zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write(SOURCE.getBytes(StandardCharsets.UTF_8));
    }
    return SdkBytes.fromByteArray(bytes.toByteArray());
  }
}
