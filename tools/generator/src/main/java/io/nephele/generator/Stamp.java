package io.nephele.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a service was built from.
 *
 * @param inputs a hash of the model and of the tools that read it, empty if the service was never
 *     built
 * @param outputs a hash of the sources and of what they were compiled against
 */
record Stamp(String inputs, String outputs) {
  private static final Stamp NONE = new Stamp("", "");

  static Stamp read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() == 2 ? new Stamp(lines.get(0), lines.get(1)) : NONE;
    } catch (NoSuchFileException e) {
      return NONE;
    }
  }

  void write(Path file) throws IOException {
    Files.write(file, List.of(inputs, outputs));
  }
}
