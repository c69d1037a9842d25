package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users meet it: started, called, commanded, stopped. */
class RunningTest {
  /** What a shell of somebody who uses the real AWS may hold. */
  private static final Map<String, String> AWS_SETTINGS =
      Map.of(
          "AWS_PROFILE", "none",
          "AWS_REGION", "eu-west-1",
          "AWS_DEFAULT_REGION", "eu-west-1",
          "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
          "AWS_SECRET_ACCESS_KEY", "secret",
          "AWS_SESSION_TOKEN", "token",
          "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
          "AWS_CONFIG_FILE", "/nowhere/config",
          "AWS_CA_BUNDLE", "/nowhere/bundle.pem");

  @TempDir private static Path elsewhere;
  private static CommandLoop commands;

  @TempDir private Path folder;
  private String data;

  @BeforeAll
  static void start() throws IOException {
    commands = CommandLoop.start(elsewhere);
  }

  @AfterAll
  static void end() {
    commands.close();
  }

  @BeforeEach
  void prepare() {
    data = folder.resolve("data").toString();
  }

  private CommandLoop.Result command(String... arguments) throws IOException {
    String[] line = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, line, 0, arguments.length);
    line[arguments.length] = "--data";
    line[arguments.length + 1] = data;
    return commands.run(line);
  }

  private static CommandLoop.Result printed(String output) {
    return new CommandLoop.Result(0, output, "");
  }

  private static String queues(URI endpoint, String accessKey)
      throws IOException, InterruptedException {
    return ProgramProcess.sqs(endpoint, accessKey, "ListQueues", "{}");
  }

  private static void create(URI endpoint, String accessKey, String name)
      throws IOException, InterruptedException {
    assertThat(
            ProgramProcess.sqs(
                endpoint, accessKey, "CreateQueue", "{\"QueueName\":\"" + name + "\"}"))
        .contains("/" + name + "\"");
  }

  @Test
  void isStrict() throws Exception {
    try (ProgramProcess program =
        ProgramProcess.start(
            folder, AWS_SETTINGS, "start", "--port", "0", "--strict", "--data", data)) {
      assertThat(program.banner())
          .contains(
              "  Identity     strict: keys issued here alone (nephele env prints the root user's)");
      assertThat(queues(program.endpoint(), "test")).contains("IncompleteSignatureException");
      String exports = command("env").output();
      assertThat(exports)
          .containsPattern("export AWS_ACCESS_KEY_ID=AKIA[A-Z2-7]{16}\n")
          .containsPattern("export AWS_SECRET_ACCESS_KEY=[A-Za-z0-9+/]{40}\n");
      assertThat(command("env").output()).isEqualTo(exports);
    }
  }

  @Test
  void explainsCallsAndSuggestsPolicies() throws Exception {
    try (ProgramProcess program =
        ProgramProcess.start(folder, AWS_SETTINGS, "start", "--port", "0", "--data", data)) {
      create(program.endpoint(), "123456789012", "orders");
      assertThat(command("why", "00000000-0000-0000-0000-000000000000"))
          .isEqualTo(
              new CommandLoop.Result(1, "", "nephele: No call of that request id is remembered\n"));
      assertThat(command("why")).isEqualTo(printed("\n"));
      assertThat(command("iam", "suggest", "arn:aws:iam::123456789012:root").output())
          .contains("\"Action\" : [ \"sqs:CreateQueue\" ]")
          .contains("\"Resource\" : [ \"arn:aws:sqs:us-east-1:123456789012:orders\" ]");
      assertThat(command("iam", "suggest", "somebody").exitCode()).isEqualTo(2);
    }
  }

  @Test
  void startsAnswersAndKeepsWhatItHas() throws Exception {
    String queue;
    try (ProgramProcess program =
        ProgramProcess.start(folder, AWS_SETTINGS, "start", "--port", "0", "--data", data)) {
      URI endpoint = program.endpoint();
      assertThat(program.banner())
          .containsExactly(
              "Nephele " + Version.read() + ", a local AWS",
              "  Endpoint     " + endpoint + " (TLS on the same port; listening on 127.0.0.1)",
              "  Account      000000000000",
              "  Region       us-east-1",
              "  Identity     keys issued here are their users, and signed; any other is its"
                  + " account's root user",
              "  Persistence  relaxed: a write survives a crash; a power cut may take the last"
                  + " second's",
              "  Data         " + data,
              "Ready.");
      queue = endpoint + "/000000000000/kept";
      assertThat(ProgramProcess.sqs(endpoint, "test", "CreateQueue", "{\"QueueName\":\"kept\"}"))
          .isEqualTo("{\"QueueUrl\":\"" + queue + "\"}");
      assertThat(
              ProgramProcess.sqs(
                  endpoint,
                  "test",
                  "SendMessage",
                  "{\"QueueUrl\":\"" + queue + "\",\"MessageBody\":\"still here\"}"))
          .contains("MessageId");
      commandsKnow(endpoint);
      CommandLoop.Result second = command("start", "--port", "0");
      assertThat(second)
          .isEqualTo(
              new CommandLoop.Result(
                  2, "", "nephele: the data folder " + data + " is in use by another program\n"));
      program.terminate();
      assertThat(program.exitCode()).isZero();
      assertThat(program.restOfOutput()).isEmpty();
      assertThat(program.errors()).isEmpty();
    }
    try (ProgramProcess program =
        ProgramProcess.start(folder, Map.of(), "start", "--port", "0", "--data", data)) {
      assertThat(
              ProgramProcess.sqs(
                  program.endpoint(), "test", "ReceiveMessage", "{\"QueueUrl\":\"" + queue + "\"}"))
          .contains("\"Body\":\"still here\"");
      assertThat(command("stop")).isEqualTo(printed("stopped\n"));
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).isEmpty();
      assertThat(command("status", "--port", "" + program.endpoint().getPort()).exitCode())
          .isEqualTo(3);
    }
    assertThat(folder.toFile().list((dir, name) -> name.endsWith(".run"))).isEmpty();
  }

  /** The port is not told: the only one that runs is meant. */
  private void commandsKnow(URI endpoint) throws IOException {
    int port = endpoint.getPort();
    assertThat(command("status")).satisfies(status -> assertRunning(status, port));
    assertThat(command("status", "--port", "" + port))
        .satisfies(status -> assertRunning(status, port));
    assertThat(command("env", "--region", "eu-central-1"))
        .isEqualTo(
            printed(
                "export AWS_ENDPOINT_URL=http://localhost:"
                    + port
                    + "\n"
                    + "export AWS_ACCESS_KEY_ID=test\n"
                    + "export AWS_SECRET_ACCESS_KEY=test\n"
                    + "export AWS_REGION=eu-central-1\n"
                    + "export AWS_DEFAULT_REGION=eu-central-1\n"));
    CommandLoop.Result coverage = command("coverage");
    assertThat(coverage.output())
        .contains("\"sqs\":{\"implemented\":[\"AddPermission\",")
        .contains("\"support\":{\"implemented\":[]");
    assertThat(coverage.exitCode()).isZero();
    assertThat(command("logs"))
        .isEqualTo(
            new CommandLoop.Result(
                3,
                "",
                "nephele: no log of port "
                    + port
                    + "; one that runs in the foreground logs to its terminal\n"));
  }

  @Test
  void keepsNothingWhenEphemeralAndIsEmptiedByReset() throws Exception {
    Files.writeString(
        folder.resolve("nephele.yaml"), "ephemeral: true\naccount: 111122223333\ndata: data\n");
    Map<String, String> environment = Map.of("NEPHELE_PORT", "0");
    try (ProgramProcess program = ProgramProcess.start(folder, environment, "start")) {
      URI endpoint = program.endpoint();
      assertThat(program.banner())
          .contains(
              "  Account      111122223333",
              "  Persistence  none, the world ends with this run",
              "  Data         in memory");
      create(endpoint, "test", "mine");
      create(endpoint, "444455556666", "yours");
      assertThat(queues(endpoint, "test")).contains("/111122223333/mine").doesNotContain("yours");
      assertThat(queues(endpoint, "444455556666")).contains("/444455556666/yours");

      assertThat(ProgramProcess.post(endpoint, "/_nephele/reset?account=444455556666"))
          .isEqualTo(204);
      assertThat(queues(endpoint, "444455556666")).doesNotContain("yours");
      assertThat(queues(endpoint, "test")).contains("mine");
      assertThat(ProgramProcess.post(endpoint, "/_nephele/reset?service=sns")).isEqualTo(204);
      assertThat(queues(endpoint, "test")).contains("mine");
      assertThat(command("reset", "--service", "sqs", "--only-account", "111122223333"))
          .isEqualTo(printed(""));
      assertThat(queues(endpoint, "test")).doesNotContain("mine");

      create(endpoint, "test", "other");
      assertThat(command("reset")).isEqualTo(printed(""));
      assertThat(queues(endpoint, "test")).doesNotContain("other");
      assertThat(command("reset", "--service", "nope"))
          .isEqualTo(new CommandLoop.Result(2, "", "nephele: Unknown service: nope\n"));
      assertThat(command("reset", "--only-account", "1"))
          .isEqualTo(new CommandLoop.Result(2, "", "nephele: An account is 12 digits, not: 1\n"));

      create(endpoint, "test", "last");
      assertThat(ProgramProcess.post(endpoint, "/_nephele/stop")).isEqualTo(204);
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).isEmpty();
    }
    assertThat(folder.resolve("data")).doesNotExist();
    try (ProgramProcess program = ProgramProcess.start(folder, environment, "start")) {
      assertThat(queues(program.endpoint(), "test")).doesNotContain("last");
    }
  }

  @Test
  void runsInTheBackground() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String[] line = {"start", "--detach", "--ephemeral", "--port", "" + port, "--data", data};
    String printed;
    try (ProgramProcess launcher = ProgramProcess.run(folder, Map.of(), line)) {
      printed = launcher.restOfOutput();
      assertThat(launcher.exitCode()).as(launcher.errors()).isZero();
    }
    try {
      assertThat(printed)
          .startsWith("Nephele ")
          .contains("  Endpoint     http://localhost:" + port + " ")
          .endsWith("\nReady.\n");
      assertThat(command("status")).satisfies(status -> assertRunning(status, port));
      assertThat(command("logs")).isEqualTo(printed(printed));
      assertThat(commands.run(line))
          .isEqualTo(
              new CommandLoop.Result(
                  2, "", "nephele: port " + port + " of 127.0.0.1 is in use by another program\n"));
      assertThat(command("logs")).as("the log of the one that runs").isEqualTo(printed(printed));
    } finally {
      assertThat(command("stop")).isEqualTo(printed("stopped\n"));
    }
    assertThat(command("status", "--port", "" + port).exitCode()).isEqualTo(3);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there")
  void commandsFindTheAddressThatItListensOn() throws Exception {
    String[] line = {"start", "--ephemeral", "--port=0", "--listen=127.0.0.2", "--data", data};
    try (ProgramProcess program = ProgramProcess.start(folder, Map.of(), line)) {
      int port = program.endpoint().getPort();
      assertThat(program.endpoint()).isEqualTo(URI.create("http://127.0.0.2:" + port));
      assertThat(command("status")).satisfies(status -> assertRunning(status, port));
      assertThat(command("env").output())
          .startsWith("export AWS_ENDPOINT_URL=http://127.0.0.2:" + port + "\n");
      assertThat(command("stop")).isEqualTo(printed("stopped\n"));
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void anEphemeralOneNeedsNoFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    data = file.resolve("home").resolve("data").toString();
    try (ProgramProcess program =
        ProgramProcess.start(
            folder, Map.of(), "start", "--ephemeral", "--port", "0", "--data", data)) {
      String port = "" + program.endpoint().getPort();
      assertThat(program.errors())
          .isEqualTo(
              "nephele: "
                  + file.resolve("home")
                  + " cannot be written, so that other commands need --port "
                  + port
                  + "\n");
      assertThat(queues(program.endpoint(), "test")).startsWith("{");
      assertThat(command("status", "--port", port))
          .satisfies(status -> assertRunning(status, port));
      assertThat(command("stop", "--port", port)).isEqualTo(printed("stopped\n"));
      assertThat(program.exitCode()).isZero();
    }
  }

  /** What follows the first line tells how functions are isolated, which is up to the machine. */
  private static void assertRunning(CommandLoop.Result status, Object port) {
    assertThat(status.output()).startsWith("running on port " + port + "\n");
    assertThat(status.errors()).isEmpty();
    assertThat(status.exitCode()).isZero();
  }
}
