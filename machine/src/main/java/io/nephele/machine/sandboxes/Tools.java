package io.nephele.machine.sandboxes;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds programs of the machine. */
public final class Tools {
  private Tools() {}

  /** The program of that name on the PATH, as an absolute path, or null. */
  public static Path find(String name) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "/usr/bin:/bin" : path).split(":")) {
      if (!folder.startsWith("/")) {
        continue;
      }
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    return null;
  }
}
