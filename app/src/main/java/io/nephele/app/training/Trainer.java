package io.nephele.app.training;

import io.nephele.app.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the program as a user would, under load and through every protocol, so that the JVM can note
 * what a start needs (the AOT cache). Run by {@code ./nephele} when it builds.
 */
public final class Trainer {
  private static final int ROUNDS = 400;
  private static final Duration STOP = Duration.ofSeconds(30);

  private Trainer() {}

  /** Trains and ends the JVM. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("nephele-training");
    try {
      train(folder, List.of("start", "--ephemeral"));
      train(folder, List.of("start"));
    } finally {
      delete(folder);
    }
  }

  private static void train(Path folder, List<String> command) throws Exception {
    int port = freePort();
    List<String> options =
        List.of("--port", "" + port, "--data", folder.resolve("data").toString());
    String[] line = Stream.concat(command.stream(), options.stream()).toArray(String[]::new);
    Thread program = Thread.ofPlatform().start(() -> Main.run(line));
    Load load = new Load(port);
    load.awaitReady(program);
    for (int round = 0; round < ROUNDS; round++) {
      load.run(round);
    }
    load.stop();
    program.join(STOP);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
