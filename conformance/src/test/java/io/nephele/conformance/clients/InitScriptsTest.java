package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that fill the program at its start by the clients that users have. */
class InitScriptsTest {
  @TempDir private Path folder;

  @BeforeAll
  static void present() {
    ExternalTool.assumePresent("aws", "--version");
    ExternalTool.assumePresent("python3", "-c", "import boto3");
    ExternalTool.assumePresent("curl", "--version");
  }

  private void script(String name, String text) throws IOException {
    Path file = folder.resolve("init/ready.d").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void scripts() throws IOException {
    script(
        "1-queue.sh",
        "aws sqs create-queue --queue-name by-cli --endpoint-url \"$AWS_ENDPOINT_URL\"\n");
    script(
        "2-queue.py",
        """
        import boto3
        sqs = boto3.client("sqs")
        sqs.create_queue(QueueName="by-boto3")
        print(boto3.client("sts").get_caller_identity()["Arn"])
        """);
  }

  /** As LocalStack's documentation has it. */
  private void awaitScripts(NepheleProgram program) {
    ExternalTool.in(folder, program.endpoint())
        .run(
            "sh",
            "-c",
            "until curl -s $AWS_ENDPOINT_URL/_localstack/init/ready | grep -q '\"completed\":"
                + " true'; do sleep 0.1; done")
        .succeeded();
  }

  @Test
  void workByTheirEnvironment() throws IOException {
    scripts();
    try (NepheleProgram program =
        NepheleProgram.start(folder, "--init", folder.resolve("init").toString())) {
      awaitScripts(program);
      assertThat(program.command("status", "--port", "" + program.endpoint().getPort()))
          .startsWith("running on port " + program.endpoint().getPort());
      assertThat(queues(program)).contains("/by-cli\"", "/by-boto3\"");
    }
  }

  @Test
  void areTheRootUserOfAStrictWorld() throws IOException {
    scripts();
    try (NepheleProgram program =
        NepheleProgram.start(folder, "--strict", "--init", folder.resolve("init").toString())) {
      awaitScripts(program);
      assertThat(Files.readString(folder.resolve("nephele.stderr")))
          .contains("2-queue.py: arn:aws:iam::000000000000:root\n");
      String port = "" + program.endpoint().getPort();
      assertThat(program.command("status", "--port", port)).startsWith("running on port " + port);
    }
  }

  private String queues(NepheleProgram program) {
    return ExternalTool.in(folder, program.endpoint())
        .run("aws", "sqs", "list-queues", "--endpoint-url", program.endpoint().toString())
        .succeeded();
  }
}
