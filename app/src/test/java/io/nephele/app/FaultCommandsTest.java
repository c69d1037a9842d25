package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults and request rates by command, of a program that runs. */
class FaultCommandsTest {
  @TempDir private Path folder;

  @Test
  void faultsAndRatesAreSetListedAndKept() throws Exception {
    String data = folder.resolve("data").toString();
    try (CommandLoop commands = CommandLoop.start(folder)) {
      Asking ask = new Asking(commands, data);
      assertThat(ask.run("faults", "list").exitCode()).isEqualTo(ExitCodes.NOT_RUNNING);
      try (ProgramProcess program =
          ProgramProcess.start(
              folder, Map.of(), "start", "--port", "0", "--throttling", "on", "--data", data)) {
        assertThat(ask.run("faults", "add", "--error", "Teapot", "--service", "sqs").errors())
            .startsWith("nephele: status is needed");
        assertThat(ask.run("faults", "add", "--drop", "--throttle").exitCode()).isEqualTo(2);
        assertThat(ask.run("faults", "add").errors())
            .startsWith("nephele: one of --error, --throttle, --latency and --drop is needed");
        assertThat(ask.run("faults", "add", "--drop", "--count", "many").exitCode()).isEqualTo(2);
        CommandLoop.Result added =
            ask.run(
                "faults",
                "add",
                "--id",
                "tea",
                "--error",
                "Teapot",
                "--status",
                "418",
                "--service",
                "sqs",
                "--operation",
                "List*",
                "--count",
                "2");
        assertThat(added.exitCode()).as(added.errors()).isZero();
        assertThat(added.output()).contains("\"id\":\"tea\"").contains("\"count\":2");
        assertThat(queues(program)).contains("Teapot");
        assertThat(ask.run("faults", "hits").output()).contains("error Teapot (418) before");
        CommandLoop.Result rate =
            ask.run("quotas", "set", "sqs", "CreateQueue", "0.001", "--id", "slow");
        assertThat(rate.exitCode()).as(rate.errors()).isZero();
        assertThat(ask.run("quotas", "list").output())
            .startsWith("{\"enabled\":true,")
            .contains("\"id\":\"slow\"");
        assertThat(ask.run("quotas", "off", "--service", "sts").exitCode()).isZero();
        assertThat(ask.run("quotas", "off", "--service", "stss").exitCode()).isEqualTo(2);
      }
      try (ProgramProcess program =
          ProgramProcess.start(folder, Map.of(), "start", "--port", "0", "--data", data)) {
        assertThat(ask.run("faults", "list").output()).contains("\"fired\":1");
        assertThat(queues(program)).contains("Teapot");
        assertThat(queues(program)).doesNotContain("Teapot");
        assertThat(ask.run("quotas", "list", "--service", "sts").output())
            .startsWith("{\"enabled\":false,")
            .contains("{\"enabled\":false,\"service\":\"sts\"}")
            .contains("\"id\":\"slow\"");
        assertThat(ask.run("quotas", "delete", "slow").exitCode()).isZero();
        assertThat(ask.run("quotas", "clear").exitCode()).isZero();
        assertThat(ask.run("faults", "delete", "tea").exitCode()).isZero();
        assertThat(ask.run("faults", "delete", "tea").errors())
            .isEqualTo("nephele: There is no fault tea\n");
        assertThat(ask.run("faults", "clear").exitCode()).isZero();
        assertThat(ask.run("faults", "list").output()).isEqualTo("{\"faults\":[]}\n");
      }
    }
  }

  private static String queues(ProgramProcess program) throws IOException, InterruptedException {
    return ProgramProcess.sqs(program.endpoint(), "test", "ListQueues", "{}");
  }

  /** Commands about the program of one data folder. */
  private record Asking(CommandLoop commands, String data) {
    CommandLoop.Result run(String... arguments) throws IOException {
      String[] line = new String[arguments.length + 2];
      System.arraycopy(arguments, 0, line, 0, arguments.length);
      line[arguments.length] = "--data";
      line[arguments.length + 1] = data;
      return commands.run(line);
    }
  }
}
