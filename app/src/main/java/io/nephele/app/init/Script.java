package io.nephele.app.init;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A script of a stage.
 *
 * @param stage when it runs
 * @param name its path within the stage's folder, with slashes
 * @param file where it is
 */
record Script(Stage stage, String name, Path file) {
  private static final int FIRST_LINE = 200;

  /**
   * The scripts of a stage: those in its folder in the order of their names, then those of each
   * folder in it. Hidden files and files of other kinds are none.
   *
   * @param folder the folder of all stages
   */
  static List<Script> of(Stage stage, Path folder) throws IOException {
    List<Script> scripts = new ArrayList<>();
    Path root = folder.resolve(stage.folder());
    if (Files.isDirectory(root)) {
      collect(stage, root, root, scripts);
    }
    return scripts;
  }

  private static void collect(Stage stage, Path root, Path folder, List<Script> to)
      throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
      listed.forEach(entries::add);
    }
    entries.sort(Comparator.comparing(path -> path.getFileName().toString()));
    List<Path> folders = new ArrayList<>();
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (name.startsWith(".")) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        // A link to a folder above would lead in circles.
        if (!Files.isSymbolicLink(entry)) {
          folders.add(entry);
        }
      } else if (name.endsWith(".sh") || name.endsWith(".py")) {
        String relative = root.relativize(entry).toString().replace('\\', '/');
        to.add(new Script(stage, relative, entry));
      }
    }
    for (Path inner : folders) {
      collect(stage, root, inner, to);
    }
  }

  /** The name in logs, such as ready.d/queues.sh. */
  String label() {
    return stage.folder() + "/" + name;
  }

  /**
   * The command that runs it: Python's programs by python3; shell scripts by themselves if they may
   * be executed and say by what, else by bash if they name it, else by sh.
   */
  List<String> command() throws IOException {
    String path = file.toAbsolutePath().toString();
    if (name.endsWith(".py")) {
      return List.of("python3", path);
    }
    String first = firstLine();
    if (first.startsWith("#!") && Files.isExecutable(file)) {
      return List.of(path);
    }
    return List.of(first.startsWith("#!") && first.contains("bash") ? "bash" : "sh", path);
  }

  private String firstLine() throws IOException {
    char[] beginning = new char[FIRST_LINE];
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
      int length = Math.max(0, reader.read(beginning));
      return new String(beginning, 0, length).lines().findFirst().orElse("");
    }
  }
}
