package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands under {@code nephele world}, with a program in a process of its own. */
class WorldCommandsTest {
  @TempDir private static Path elsewhere;
  private static CommandLoop commands;

  @TempDir private Path folder;
  private String data;
  private ProgramProcess program;

  @BeforeAll
  static void startCommands() throws IOException {
    commands = CommandLoop.start(elsewhere);
  }

  @AfterAll
  static void endCommands() {
    commands.close();
  }

  @BeforeEach
  void start() throws IOException {
    data = folder.resolve("data").toString();
    program = ProgramProcess.start(folder, Map.of(), "start", "--port", "0", "--data", data);
  }

  @AfterEach
  void end() {
    program.close();
  }

  private CommandLoop.Result world(String... arguments) throws IOException {
    return commands.run(
        Stream.of(Stream.of("world"), Arrays.stream(arguments), Stream.of("--data", data))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private void isDone(String... arguments) throws IOException {
    assertThat(world(arguments)).isEqualTo(new CommandLoop.Result(0, "", ""));
  }

  private String queues(String world) throws IOException, InterruptedException {
    return ProgramProcess.sqs(program.endpoint(), world + "000000000000", "ListQueues", "{}");
  }

  private void create(String world, String name) throws IOException, InterruptedException {
    URI endpoint = program.endpoint();
    String request = "{\"QueueName\":\"" + name + "\"}";
    assertThat(ProgramProcess.sqs(endpoint, world + "000000000000", "CreateQueue", request))
        .contains("/" + name + "\"");
  }

  @Test
  void worldsAreForkedComparedAndGoToFiles() throws Exception {
    create("", "orders");
    isDone("fork", "trial");
    isDone("snapshot", "kept");
    create("trial.", "payments");
    assertThat(world("list").output())
        .contains("default")
        .containsPattern("kept +snapshot .* of default")
        .containsPattern("trial +world ");

    CommandLoop.Result diff = world("diff", "default", "trial");
    assertThat(diff.exitCode()).isZero();
    assertThat(diff.output())
        .startsWith("--- default\n+++ trial\n")
        .contains("  + 000000000000 us-east-1 name=payments\n");
    assertThat(world("diff", "default", "kept").output()).endsWith("no differences\n");
    assertThat(world("diff", "default", "trial", "--json", "--service", "sqs").output())
        .contains("\"key\":[\"payments\"]");

    Path file = folder.resolve("trial.nephele");
    isDone("export", file.toString(), "--world", "trial");
    assertThat(Files.readAllBytes(file)).startsWith("NEPHELE-WORLD {\"format\":1,".getBytes());
    isDone("import", file.toString(), "again");
    assertThat(queues("again.")).contains("/orders\"").contains("/payments\"");
    assertThat(world("import", file.toString(), "default"))
        .isEqualTo(new CommandLoop.Result(2, "", "nephele: There is a world default already\n"));
    isDone("import", file.toString(), "default", "--replace");
    assertThat(queues("")).contains("/orders\"").contains("/payments\"");
    isDone("restore", "kept");
    assertThat(queues("")).contains("/orders\"").doesNotContain("payments");
    isDone("delete", "trial");
    assertThat(world("list").output()).doesNotContain("trial");
  }

  @Test
  void whatCannotBeDoneIsToldInALine() throws Exception {
    Path file = folder.resolve("broken.nephele");
    Files.writeString(file, "NEPHELE-WORLD {}\nrubbish");
    assertThat(world("import", file.toString(), "broken"))
        .isEqualTo(
            new CommandLoop.Result(
                2, "", "nephele: The file is damaged: its first line does not say what it is\n"));
    Path missing = folder.resolve("missing");
    assertThat(world("import", missing.toString(), "broken"))
        .isEqualTo(new CommandLoop.Result(2, "", "nephele: there is no file " + missing + "\n"));
    Path out = folder.resolve("out.nephele");
    assertThat(world("export", out.toString(), "--world", "nowhere"))
        .isEqualTo(new CommandLoop.Result(2, "", "nephele: There is no world nowhere\n"));
    assertThat(out).doesNotExist();
    assertThat(world("diff", "default", "nowhere"))
        .isEqualTo(new CommandLoop.Result(2, "", "nephele: There is no world nowhere\n"));
    assertThat(world("fork", "no.dots").exitCode()).isEqualTo(2);
    assertThat(world("delete", "default").errors())
        .isEqualTo("nephele: The world default is always there; it can be reset\n");
  }
}
