package io.nephele.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's files are while its tests run. */
public final class ProjectFolder {
  /** The checkout: Maven runs a module's tests in the module's folder. */
  public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private ProjectFolder() {}

  /** The folders of compiled main classes of all modules but the generated API. */
  public static List<Path> mainClasses() {
    try (Stream<Path> folders = Files.walk(ROOT, 4)) {
      return folders
          .filter(folder -> folder.endsWith(Path.of("target", "classes")))
          .filter(folder -> !folder.startsWith(ROOT.resolve("api")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
