package io.nephele.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The note that a running program leaves beside its data, so that other commands find it.
 *
 * @param file the note
 * @param port the program's port
 */
record RunFile(Path file, int port) {
  private static final String PREFIX = "nephele-";
  private static final String SUFFIX = ".run";

  /** The note of the program on that port. */
  static RunFile of(Path home, int port) {
    return new RunFile(home.resolve(PREFIX + port + SUFFIX), port);
  }

  /** The notes of programs that are still running. */
  static List<RunFile> running(Path home) throws IOException {
    List<RunFile> found = new ArrayList<>();
    if (!Files.isDirectory(home)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String port = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        if (port.chars().allMatch(Character::isDigit) && port.length() <= 5 && !port.isEmpty()) {
          RunFile run = new RunFile(file, Integer.parseInt(port));
          if (run.isAlive()) {
            found.add(run);
          }
        }
      }
    }
    return found;
  }

  /** Leaves the note. */
  void write(Configuration configuration) throws IOException {
    // Not stored as Properties, which would look up the time zone to tell the date.
    long pid = ProcessHandle.current().pid();
    Files.createDirectories(file.getParent());
    Files.writeString(file, "pid=" + pid + "\nlisten=" + configuration.listen() + "\n");
  }

  private Properties read() throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  /** The program's process id, or -1 where there is no note. */
  long pid() throws IOException {
    try {
      return Long.parseLong(read().getProperty("pid", "-1"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The address that the program listens on, or null where none runs. */
  String listen() throws IOException {
    return isAlive() ? read().getProperty("listen") : null;
  }

  /** Whether there is a note, and a process of its id. */
  boolean isAlive() throws IOException {
    long pid = pid();
    return pid > 0 && ProcessHandle.of(pid).isPresent();
  }

  /** Where the output of the program goes when it runs in the background. */
  Path log() {
    return file.resolveSibling(PREFIX + port + ".log");
  }

  /** Removes the note. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger(RunFile.class.getName())
          .log(System.Logger.Level.DEBUG, "The note of this run stays behind", e);
    }
  }
}
