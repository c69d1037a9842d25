package io.nephele.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The end of a program: what its clients get, what its scripts do, its exit code. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class StoppingTest {
  private static final Map<String, String> PATH = Map.of("PATH", System.getenv("PATH"));

  @TempDir private Path folder;

  private void script(String name, String text) throws Exception {
    Path file = folder.resolve("init").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void awaitFile(String name) {
    while (!Files.exists(folder.resolve(name))) {
      Thread.onSpinWait();
    }
  }

  private static HttpRequest receive(URI endpoint, String queue) {
    return HttpRequest.newBuilder(endpoint.resolve("/"))
        .header("X-Amz-Target", "AmazonSQS.ReceiveMessage")
        .header("Content-Type", "application/x-amz-json-1.0")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request,"
                + " SignedHeaders=host, Signature=0")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"QueueUrl\":\"" + queue + "\",\"WaitTimeSeconds\":20}"))
        .build();
  }

  /** Asked to end, it answers those who wait, and everything it acknowledged is kept. */
  @Test
  void endsLongPollsAndRunsTheScriptsOfItsShutdown() throws Exception {
    String data = folder.resolve("data").toString();
    // While they run the program still answers.
    script(
        "shutdown.d/1.py",
        """
        import json, os, urllib.request
        health = os.environ["AWS_ENDPOINT_URL"] + "/_nephele/health"
        print("state:", json.load(urllib.request.urlopen(health))["state"])
        """);
    String queue;
    try (ProgramProcess program =
            ProgramProcess.start(folder, PATH, "start", "--port", "0", "--data", data);
        HttpClient client = HttpClient.newHttpClient()) {
      URI endpoint = program.endpoint();
      ProgramProcess.sqs(endpoint, "test", "CreateQueue", "{\"QueueName\":\"q\"}");
      queue = endpoint + "/000000000000/q";
      CompletableFuture<HttpResponse<String>> poll =
          client.sendAsync(receive(endpoint, queue), HttpResponse.BodyHandlers.ofString(UTF_8));
      CompletableFuture<HttpResponse<String>> second =
          client.sendAsync(receive(endpoint, queue), HttpResponse.BodyHandlers.ofString(UTF_8));
      // A message that one of them receives shows that they are there.
      ProgramProcess.sqs(
          endpoint,
          "test",
          "SendMessage",
          "{\"QueueUrl\":\"" + queue + "\",\"MessageBody\":\"hello\"}");
      Object first = CompletableFuture.anyOf(poll, second).get(20, TimeUnit.SECONDS);
      assertThat(((HttpResponse<?>) first).body().toString()).contains("\"Body\":\"hello\"");
      program.terminate();
      for (CompletableFuture<HttpResponse<String>> one : java.util.List.of(poll, second)) {
        HttpResponse<String> answer = one.get(15, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        if (answer != first) {
          assertThat(answer.body()).isEqualTo("{}");
        }
      }
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).contains(" INFO shutdown.d/1.py: state: stopping\n");
      assertThat(program.errors()).doesNotContain("WARNING").doesNotContain("SEVERE");
    }
    try (ProgramProcess program =
        ProgramProcess.start(folder, PATH, "start", "--port", "0", "--data", data)) {
      assertThat(ProgramProcess.sqs(program.endpoint(), "test", "ListQueues", "{}"))
          .contains("/000000000000/q");
    }
  }

  @Test
  void endsAtOnceWhenItIsAskedTwice() throws Exception {
    script("shutdown.d/1.sh", "echo $$ > pid.part; mv pid.part pid; touch begun; exec sleep 600");
    try (ProgramProcess program =
        ProgramProcess.start(folder, PATH, "start", "--port", "0", "--ephemeral")) {
      program.terminate();
      awaitFile("begun");
      program.terminate();
      assertThat(program.exitCode()).isEqualTo(128 + 15);
    }
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle script = ProcessHandle.of(pid).orElse(null);
    if (script != null) {
      script.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void stopsWhileItStarts() throws Exception {
    script("start.d/1.sh", "touch begun; exec sleep 600");
    script("ready.d/1.sh", "touch ready");
    script("shutdown.d/1.sh", "touch shutdown");
    try (ProgramProcess program =
        ProgramProcess.run(folder, PATH, "start", "--port", "0", "--ephemeral")) {
      awaitFile("begun");
      program.terminate();
      assertThat(program.restOfOutput()).isEmpty();
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).contains("start.d/1.sh: failed after ");
    }
    assertThat(folder.resolve("shutdown")).exists();
    assertThat(folder.resolve("ready")).doesNotExist();
  }

  @Test
  void showsScriptsThatFail() throws Exception {
    script("ready.d/1.sh", "echo trying; echo wrong >&2; exit 7");
    script("ready.d/2.sh", "touch done");
    try (ProgramProcess program =
            ProgramProcess.start(folder, PATH, "start", "--port", "0", "--ephemeral");
        CommandLoop commands = CommandLoop.start(folder)) {
      awaitFile("done");
      String port = "" + program.endpoint().getPort();
      assertThat(commands.run("status", "--port", port).output())
          .startsWith("running on port " + port + "\nready.d/1.sh failed: exit code 7\n");
      assertThat(program.errors())
          .contains(" INFO ready.d/1.sh: trying\n")
          .contains(" INFO ready.d/1.sh: wrong\n")
          .containsPattern(" WARNING ready.d/1.sh: failed after \\d+ ms: exit code 7\n");
      assertThat(commands.run("stop", "--port", port).output()).isEqualTo("stopped\n");
      assertThat(program.exitCode()).isZero();
    }
  }
}
