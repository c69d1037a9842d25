package io.nephele.services.ssm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the tables of public parameters: lines of columns between tabulators under a heading. */
final class PublicTables {
  private PublicTables() {}

  static List<String[]> read(String name) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                PublicTables.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split("\t", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
