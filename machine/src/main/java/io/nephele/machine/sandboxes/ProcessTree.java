package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the processes below one, as /proc tells of them. */
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final int PAGE = 4096;
  private static final int MOST = 20_000;

  private ProcessTree() {}

  /** All processes below one, parents first. */
  static List<Long> below(long process) {
    List<Long> found = new ArrayList<>();
    addChildren(process, found);
    for (int i = 0; i < found.size() && found.size() < MOST; i++) {
      addChildren(found.get(i), found);
    }
    return found;
  }

  /** A process's threads may each have children. */
  private static void addChildren(long process, List<Long> to) {
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(PROC.resolve(process + "/task"))) {
      for (Path thread : threads) {
        String children = read(thread.resolve("children"));
        int at = 0;
        while (at < children.length()) {
          int end = children.indexOf(' ', at);
          end = end < 0 ? children.length() : end;
          if (end > at) {
            to.add(Long.parseLong(children, at, end, 10));
          }
          at = end + 1;
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Bytes of memory that only these processes have.
   *
   * @param shared whether to count what they share with files and others, too
   */
  static long memory(List<Long> processes, boolean shared) {
    long pages = 0;
    for (long process : processes) {
      String[] fields = read(PROC.resolve(process + "/statm")).split(" ", 4);
      if (fields.length == 4) {
        pages += Long.parseLong(fields[1]) - (shared ? 0 : Long.parseLong(fields[2]));
      }
    }
    return pages * PAGE;
  }

  /** All processes of this machine whose environment has a variable with that value. */
  static List<Long> marked(String variable) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path one : all) {
        if (("\0" + read(one.resolve("environ"))).contains("\0" + variable + "\0")) {
          found.add(Long.parseLong(one.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      // No /proc: nothing is found.
    }
    return found;
  }
}
