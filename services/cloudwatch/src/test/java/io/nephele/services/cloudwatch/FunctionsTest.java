package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Functions that alarms invoke, and what is counted of them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FunctionsTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:keeper";

  @Inject CloudWatchClient cloudWatch;
  @Inject LambdaClient lambda;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @BeforeEach
  void makeFunction() {
    iam.createRole(
        r ->
            r.roleName("run")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"lambda.amazonaws.com"}}]}\
                    """));
    lambda.createFunction(
        r ->
            r.functionName("keeper")
                .runtime("python3.13")
                .handler("index.handler")
                .role("arn:aws:iam::000000000000:role/run")
                .code(
                    c ->
                        c.zipFile(
                            SdkBytes.fromByteArray(
                                zip(
                                    """
                                    kept = []
                                    def handler(event, context):
                                      if 'fail' in event:
                                        raise Exception('as asked')
                                      if 'alarmArn' not in event:
                                        return kept
                                      kept.append(event)
                                    """)))));
  }

  private static byte[] zip(String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("index.py"));
      out.write(source.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private String invoke(String payload) {
    return lambda
        .invoke(r -> r.functionName("keeper").payload(SdkBytes.fromUtf8String(payload)))
        .payload()
        .asUtf8String();
  }

  @Test
  @Fact("cloudwatch-053")
  void alarmsInvokeFunctions() {
    lambda.addPermission(
        r ->
            r.functionName("keeper")
                .statementId("alarms")
                .action("lambda:InvokeFunction")
                .principal("lambda.alarms.cloudwatch.amazonaws.com")
                .sourceArn("arn:aws:cloudwatch:us-east-1:000000000000:alarm:load"));
    cloudWatch.putMetricAlarm(
        r ->
            r.alarmName("load")
                .namespace("App")
                .metricName("Load")
                .statistic(Statistic.MAXIMUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(5.0)
                .alarmActions(ARN)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    cloudWatch.setAlarmState(
        r -> r.alarmName("load").stateValue(StateValue.ALARM).stateReason("by hand"));
    clock.advance(Duration.ofSeconds(5));
    List<?> events = (List<?>) JsonText.parse(invoke("{}"));
    assertThat(events).hasSize(1);
    Map<?, ?> event = (Map<?, ?>) events.getFirst();
    assertThat(event.get("source")).isEqualTo("aws.cloudwatch");
    assertThat(event.get("alarmArn"))
        .isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:alarm:load");
    Map<?, ?> data = (Map<?, ?>) event.get("alarmData");
    assertThat(((Map<?, ?>) data.get("state")).get("value")).isEqualTo("ALARM");
    assertThat(((Map<?, ?>) data.get("previousState")).get("value")).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  @Fact("cloudwatch-006")
  void invocationsAreCounted() {
    invoke("{}");
    invoke("{\"fail\":true}");
    lambda.putFunctionConcurrency(r -> r.functionName("keeper").reservedConcurrentExecutions(0));
    assertThatThrownBy(() -> invoke("{}")).isInstanceOf(TooManyRequestsException.class);
    assertThat(metric("Invocations").sum()).isEqualTo(2);
    assertThat(metric("Errors").sum()).isEqualTo(1);
    assertThat(metric("Throttles").sum()).isGreaterThanOrEqualTo(1);
    assertThat(metric("Duration").sampleCount()).isEqualTo(2);
    assertThat(metric("Duration").unitAsString()).isEqualTo("Milliseconds");
    assertThat(metric("ConcurrentExecutions").maximum()).isEqualTo(1);
  }

  private Datapoint metric(String name) {
    return cloudWatch
        .getMetricStatistics(
            r ->
                r.namespace("AWS/Lambda")
                    .metricName(name)
                    .dimensions(Dimension.builder().name("FunctionName").value("keeper").build())
                    .startTime(clock.now().minusSeconds(60))
                    .endTime(clock.now().plusSeconds(60))
                    .period(60)
                    .statistics(Statistic.SUM, Statistic.SAMPLE_COUNT, Statistic.MAXIMUM))
        .datapoints()
        .getFirst();
  }
}
