package io.nephele.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The code of functions of Lambda. */
final class FunctionCode {
  private FunctionCode() {}

  /** An archive {@code code.zip} of one file, in that folder. */
  static Path zip(Path folder, String name, String text) {
    Path code = folder.resolve("code.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(code))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
