package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI, as a user types it. */
@NepheleTest(virtualClock = false)
class AwsCliTest {
  private AwsCli aws;

  @BeforeAll
  static void present() {
    AwsCli.assumePresent();
  }

  @BeforeEach
  void prepare(URI endpoint, @TempDir Path folder) {
    aws = AwsCli.in(folder, endpoint);
  }

  @Test
  void aMessageGoesThroughAQueue() {
    String url = aws.createQueue("cli");
    assertThat(url).endsWith("/000000000000/cli");
    aws.ok(
        "sqs",
        "send-message",
        "--queue-url",
        url,
        "--message-body",
        "hello from the CLI",
        "--message-attributes",
        "colour={DataType=String,StringValue=blue}");
    String body =
        aws.query(
            "Messages[0].[Body,MessageAttributes.colour.StringValue]",
            "sqs",
            "receive-message",
            "--queue-url",
            url,
            "--wait-time-seconds",
            "5",
            "--message-attribute-names",
            "All");
    assertThat(body).isEqualTo("hello from the CLI\tblue");
    aws.ok("sqs", "delete-queue", "--queue-url", url);
    assertThat(aws.refused("sqs", "get-queue-url", "--queue-name", "cli"))
        .contains("AWS.SimpleQueueService.NonExistentQueue");
  }

  @Test
  void anErrorReadsAsAwsWritesIt() {
    assertThat(aws.refused("sqs", "create-queue", "--queue-name", "bad name"))
        .contains("(InvalidParameterValue)")
        .contains("CreateQueue operation");
  }

  @Test
  void anOperationThatIsMissingSaysSo() {
    assertThat(aws.refused("workspaces", "describe-workspaces"))
        .contains("NotImplemented")
        .contains("DescribeWorkspaces")
        .contains("workspaces");
  }
}
