package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI, as a user types it. */
@NepheleTest(virtualClock = false)
class AwsCliTest {
  @TempDir Path folder;
  private ExternalTool tool;
  private URI endpoint;

  @BeforeAll
  static void present() {
    ExternalTool.assumePresent("aws", "--version");
  }

  @BeforeEach
  void tool(URI where) {
    endpoint = where;
    tool = ExternalTool.in(folder, where);
  }

  private ExternalTool.Result aws(String... arguments) {
    // Said with an option, since CLIs before 2.13 do not know AWS_ENDPOINT_URL.
    List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString()));
    command.addAll(List.of(arguments));
    return tool.run(command);
  }

  @Test
  void aMessageGoesThroughAQueue() {
    String url =
        aws("sqs", "create-queue", "--queue-name", "cli", "--query", "QueueUrl", "--output", "text")
            .succeeded();
    assertThat(url).endsWith("/000000000000/cli");
    aws(
            "sqs",
            "send-message",
            "--queue-url",
            url,
            "--message-body",
            "hello from the CLI",
            "--message-attributes",
            "colour={DataType=String,StringValue=blue}")
        .succeeded();
    String body =
        aws(
                "sqs",
                "receive-message",
                "--queue-url",
                url,
                "--wait-time-seconds",
                "5",
                "--message-attribute-names",
                "All",
                "--query",
                "Messages[0].[Body,MessageAttributes.colour.StringValue]",
                "--output",
                "text")
            .succeeded();
    assertThat(body).isEqualTo("hello from the CLI\tblue");
    aws("sqs", "delete-queue", "--queue-url", url).succeeded();
    assertThat(aws("sqs", "get-queue-url", "--queue-name", "cli").output())
        .contains("AWS.SimpleQueueService.NonExistentQueue");
  }

  @Test
  void anErrorReadsAsAwsWritesIt() {
    ExternalTool.Result result = aws("sqs", "create-queue", "--queue-name", "bad name");
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.output())
        .contains("(InvalidParameterValue)")
        .contains("CreateQueue operation");
  }

  @Test
  void anOperationThatIsMissingSaysSo() {
    ExternalTool.Result result = aws("workspaces", "describe-workspaces");
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.output())
        .contains("NotImplemented")
        .contains("DescribeWorkspaces")
        .contains("workspaces");
  }
}
