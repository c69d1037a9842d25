package io.nephele.services.iam;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The services of the reference of actions and what reports call them. */
final class ServiceTitles {
  private ServiceTitles() {}

  /** Read when first asked for. */
  private static final class Titles {
    static final Map<String, String> BY_NAMESPACE = read();

    private static Map<String, String> read() {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  ServiceTitles.class.getResourceAsStream("service-titles.tsv"),
                  StandardCharsets.UTF_8))) {
        Map<String, String> titles = new TreeMap<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          int tab = line.indexOf('\t');
          titles.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return titles;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Titles by the prefix of actions, in the order of those. */
  static Map<String, String> all() {
    return Titles.BY_NAMESPACE;
  }
}
