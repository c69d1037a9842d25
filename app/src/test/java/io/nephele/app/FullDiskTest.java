package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with its data on a disk that runs full. Only who may mount one can run it. */
class FullDiskTest {
  private static final int MEGABYTES = 120;

  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", disk.toString()),
        "a small disk cannot be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void writesFailReadsGoOnAndSoDoWritesWhenThereIsRoom() throws Exception {
    String body = "x".repeat(200_000);
    try (ProgramProcess program =
        ProgramProcess.start(
            folder, Map.of(), "start", "--port", "0", "--data", disk.resolve("data").toString())) {
      URI endpoint = program.endpoint();
      String queue = "\"QueueUrl\":\"" + endpoint + "/000000000000/orders\"";
      call(endpoint, "CreateQueue", "{\"QueueName\":\"orders\"}");
      String send = "{" + queue + ",\"MessageBody\":\"" + body + "\"}";
      assertThat(call(endpoint, "SendMessage", send)).contains("MessageId");
      Path filler = disk.resolve("filler");
      Files.write(filler, new byte[(int) disk.toFile().getUsableSpace() - (40 << 20)]);
      int sent = 1;
      String answer = call(endpoint, "SendMessage", send);
      for (; answer.contains("MessageId"); sent++) {
        answer = call(endpoint, "SendMessage", send);
      }
      assertThat(answer)
          .contains("ServiceUnavailable")
          .contains("The request has failed due to a temporary failure of the server.");
      assertThat(
              call(
                  endpoint,
                  "SendMessageBatch",
                  "{"
                      + queue
                      + ",\"Entries\":[{\"Id\":\"1\",\"MessageBody\":\"1\"},"
                      + "{\"Id\":\"2\",\"MessageBody\":\"2\"}]}"))
          .contains("ServiceUnavailable");
      assertThat(call(endpoint, "ListQueues", "{}")).contains("/orders");
      assertThat(count(endpoint, queue)).contains("\"" + sent + "\"");
      Files.delete(filler);
      assertThat(call(endpoint, "SendMessage", send)).contains("MessageId");
      assertThat(count(endpoint, queue)).contains("\"" + (sent + 1) + "\"");
      assertThat(call(endpoint, "ReceiveMessage", "{" + queue + "}")).contains(body);
      assertThat(program.errors().lines())
          .anyMatch(line -> line.contains("WARNING") && line.contains(" is full: "))
          .noneMatch(line -> line.contains(" ERROR "));
    }
  }

  private static String call(URI endpoint, String operation, String json)
      throws IOException, InterruptedException {
    return ProgramProcess.sqs(endpoint, "test", operation, json);
  }

  private static String count(URI endpoint, String queue) throws IOException, InterruptedException {
    return call(
        endpoint,
        "GetQueueAttributes",
        "{" + queue + ",\"AttributeNames\":[\"ApproximateNumberOfMessages\"]}");
  }
}
