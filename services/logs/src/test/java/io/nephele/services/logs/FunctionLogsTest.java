package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What functions of Lambda write arrives in their log groups, if their role may write it. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FunctionLogsTest {
  private static final String SOURCE =
      """
      def handler(event, context):
        print('hello')
        return [context.log_group_name, context.log_stream_name]
      """;

  @Inject CloudWatchLogsClient logs;
  @Inject LambdaClient lambda;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private String invoke(String name, String statement) throws IOException {
    String role =
        iam.createRole(
                b ->
                    b.roleName(name)
                        .assumeRolePolicyDocument(
                            policy(
                                "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                                    + "\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}")))
            .role()
            .arn();
    iam.putRolePolicy(b -> b.roleName(name).policyName("own").policyDocument(policy(statement)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write(SOURCE.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    lambda.createFunction(
        b ->
            b.functionName(name)
                .role(role)
                .runtime("python3.13")
                .handler("index.handler")
                .code(c -> c.zipFile(SdkBytes.fromByteArray(out.toByteArray()))));
    String answer = lambda.invoke(b -> b.functionName(name)).payload().asUtf8String();
    clock.advance(Duration.ofSeconds(1));
    return answer;
  }

  private static String policy(String statement) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}";
  }

  @Test
  @Fact({"lambda-008", "lambda-069", "lambda-161", "lambda-162"})
  void linesAreInTheStreamThatTheContextNames() throws IOException {
    String answer =
        invoke("talks", "{\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\"}");
    List<FilteredLogEvent> events =
        logs.filterLogEvents(b -> b.logGroupName("/aws/lambda/talks")).events();
    assertThat(events)
        .extracting(event -> event.message().split("[ \n]")[0])
        .containsSubsequence("START", "hello", "END", "REPORT");
    assertThat(answer)
        .contains("\"/aws/lambda/talks\"", "\"" + events.getFirst().logStreamName() + "\"");
  }

  @Test
  @Fact({"lambda-009", "lambda-070"})
  void aRoleThatMayNotWriteLeavesNothing() throws IOException {
    assertThat(invoke("silent", "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}"))
        .contains("/aws/lambda/silent");
    assertThat(logs.describeLogGroups(b -> {}).logGroups()).isEmpty();
  }
}
