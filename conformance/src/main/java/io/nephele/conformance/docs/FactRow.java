package io.nephele.conformance.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkable behaviour of AWS.
 *
 * @param service the file that the fact stands in
 * @param id for example {@code sqs-012}
 * @param topic what it is about
 * @param claim the behaviour
 * @param truth {@code OK}, or what AWS really does after {@code FIX:} or {@code OUTDATED:}
 */
public record FactRow(String service, String id, String topic, String claim, String truth) {

  /** All facts, by file and row. */
  public static List<FactRow> readAll(Path folder) throws IOException {
    List<FactRow> facts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String service = file.getFileName().toString().replace(".tsv", "");
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
          String[] columns = line.split("\t", -1);
          facts.add(new FactRow(service, columns[0], columns[1], columns[2], columns[4]));
        }
      }
    }
    return facts;
  }

  /** What Nephele is to do: the claim, or the correction where the claim is wrong. */
  public String behaviour() {
    return truth.startsWith("FIX:") || truth.startsWith("OUTDATED:")
        ? claim + " (" + truth + ")"
        : claim;
  }
}
