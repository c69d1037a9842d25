package io.nephele.services.lambda.environments;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The extensions that run as programs of their own: those in /opt/extensions. */
final class ExternalExtensions {
  private ExternalExtensions() {}

  /**
   * Their names.
   *
   * @param opt the folder that is /opt, or null
   */
  static List<String> names(Path opt) {
    List<String> names = new ArrayList<>();
    if (opt == null || !Files.isDirectory(opt.resolve("extensions"))) {
      return names;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(opt.resolve("extensions"))) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          names.add(file.getFileName().toString());
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }
}
