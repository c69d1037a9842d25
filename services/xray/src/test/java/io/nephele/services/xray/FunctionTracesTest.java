package io.nephele.services.xray;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.Segment;
import software.amazon.awssdk.services.xray.model.TraceSummary;

/** Functions that are traced tell X-Ray of their runs. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FunctionTracesTest {
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",%s}]}\
      """;

  @Inject XRayClient xray;
  @Inject LambdaClient lambda;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private static SdkBytes code() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write("def handler(event, context):\n  return 1\n".getBytes(StandardCharsets.UTF_8));
    }
    return SdkBytes.fromByteArray(out.toByteArray());
  }

  private List<TraceSummary> summaries() {
    clock.advance(Duration.ofSeconds(1));
    Instant now = clock.now();
    return xray.getTraceSummaries(
            g -> g.startTime(now.minusSeconds(600)).endTime(now.plusSeconds(60)))
        .traceSummaries();
  }

  @Test
  @Fact({"lambda-010", "lambda-103"})
  void onlyThoseThatAreActive() throws IOException {
    String role =
        iam.createRole(
                r ->
                    r.roleName("runner")
                        .assumeRolePolicyDocument(
                            POLICY.formatted(
                                "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},"
                                    + "\"Action\":\"sts:AssumeRole\"")))
            .role()
            .arn();
    iam.putRolePolicy(
        r ->
            r.roleName("runner")
                .policyName("traces")
                .policyDocument(
                    POLICY.formatted("\"Action\":\"xray:PutTraceSegments\",\"Resource\":\"*\"")));
    SdkBytes code = code();
    lambda.createFunction(
        f ->
            f.functionName("traced")
                .role(role)
                .runtime("python3.13")
                .handler("index.handler")
                .code(c -> c.zipFile(code)));
    lambda.invoke(i -> i.functionName("traced"));
    assertThat(summaries()).isEmpty();

    lambda.updateFunctionConfiguration(
        f -> f.functionName("traced").tracingConfig(t -> t.mode(TracingMode.ACTIVE)));
    lambda.invoke(i -> i.functionName("traced"));
    TraceSummary summary = summaries().getFirst();
    List<Segment> segments =
        xray.batchGetTraces(b -> b.traceIds(summary.id())).traces().getFirst().segments();
    assertThat(segments)
        .extracting(Segment::document)
        .anyMatch(text -> text.contains("\"AWS::Lambda\""))
        .anyMatch(text -> text.contains("\"AWS::Lambda::Function\""));
  }
}
