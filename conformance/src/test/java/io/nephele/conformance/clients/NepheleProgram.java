package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program as its user starts and commands it: a process of its own, with a file {@code nephele}
 * in the user's folder that stands for the launcher and runs it from the test's class path.
 */
final class NepheleProgram implements AutoCloseable {
  private static final Path LAUNCHER = Path.of("..", "app", "src", "main", "launcher");

  private final Path folder;
  private final Process process;
  private final URI endpoint;
  private final String xrayPort;

  private NepheleProgram(Path folder, Process process, URI endpoint, String xrayPort) {
    this.folder = folder;
    this.process = process;
    this.endpoint = endpoint;
    this.xrayPort = xrayPort;
  }

  /** Starts it, in memory and on a free port, with further options. */
  static NepheleProgram start(Path folder, String... options) {
    List<String> all = new ArrayList<>(List.of("--ephemeral"));
    all.addAll(List.of(options));
    return startLasting(folder, all.toArray(String[]::new));
  }

  /** Starts it with its data in the folder, on a free port, with further options. */
  static NepheleProgram startLasting(Path folder, String... options) {
    try {
      List<String> command = new ArrayList<>(List.of(launcher(folder).toString(), "start"));
      if (!List.of(options).contains("--port")) {
        command.addAll(List.of("--port", "0"));
      }
      command.addAll(List.of(options));
      Process process =
          new ProcessBuilder(command)
              .redirectError(folder.resolve("nephele.stderr").toFile())
              .start();
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      URI endpoint = null;
      String xrayPort = null;
      for (String line = ""; !line.equals("Ready."); ) {
        line = output.readLine();
        if (line == null) {
          throw new IllegalStateException(
              "ended: " + Files.readString(folder.resolve("nephele.stderr")));
        }
        if (line.startsWith("  Endpoint ")) {
          endpoint = URI.create(line.strip().split(" +")[1]);
        } else if (line.startsWith("  X-Ray ")) {
          xrayPort = line.strip().split(" +")[2];
        }
      }
      return new NepheleProgram(folder, process, endpoint, xrayPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path launcher(Path folder) throws IOException {
    Path classPath =
        // In a file, as it is longer than a process can tell about itself.
        Files.writeString(
            folder.resolve("java.options"),
            "-cp \"" + System.getProperty("java.class.path") + "\"\n");
    Path launcher = LAUNCHER.toAbsolutePath().normalize();
    Path script =
        Files.writeString(
            folder.resolve("nephele"),
            String.join(
                " ",
                "#!/bin/sh\nexec",
                "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "'",
                "'@" + launcher.resolve("jvm.options") + "'",
                "'@" + classPath + "'",
                "'-Djava.util.logging.config.file=" + launcher.resolve("logging.properties") + "'",
                "-XX:TieredStopAtLevel=1 io.nephele.app.Main \"$@\"",
                "--data '" + folder.resolve("data") + "'\n"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  /** Where AWS is. */
  URI endpoint() {
    return endpoint;
  }

  /** The UDP port of its X-Ray daemon; null where none is open. */
  String xrayPort() {
    return xrayPort;
  }

  /** What a command of the user's prints. */
  String command(String... arguments) {
    List<String> line = new ArrayList<>(List.of(folder.resolve("nephele").toString()));
    line.addAll(List.of(arguments));
    return ExternalTool.in(folder, endpoint).run(line).succeeded();
  }

  /** Whether it runs. */
  boolean isRunning() {
    return process.isAlive();
  }

  /** Kills all programs that it runs, and not itself. */
  void killPrograms() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
