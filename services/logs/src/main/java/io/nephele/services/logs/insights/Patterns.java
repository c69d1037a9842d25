package io.nephele.services.logs.insights;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands pattern and diff: what texts have in common, and how often that occurs. */
final class Patterns extends Stage implements Stage.Merging {
  /** What pattern shows. */
  static final List<String> COLUMNS =
      List.of("@pattern", "@ratio", "@sampleCount", "@severityLabel");

  /** What diff shows. */
  static final List<String> COMPARED =
      List.of(
          "@pattern",
          "@sampleCount",
          "@differenceCount",
          "@differenceDescription",
          "@severityLabel");

  private final Expression of;
  private final PatternGroups groups = new PatternGroups();
  private long total;

  Patterns(Expression of) {
    this.of = of;
  }

  @Override
  void take(Row row) {
    String text = Values.text(of.of(row));
    if (text != null) {
      total++;
      groups.add(text, row.source() != null && row.source().earlier());
    }
  }

  @Override
  public void merge(Stage other) {
    groups.merge(((Patterns) other).groups);
    total += ((Patterns) other).total;
  }

  @Override
  void finish() {
    for (PatternGroups.Found found : groups.found()) {
      Map<String, Object> values = new HashMap<>();
      values.put("@pattern", found.text());
      values.put("@ratio", (double) found.count() / total);
      values.put("@sampleCount", (double) found.count());
      values.put("@severityLabel", found.severity());
      values.put("@differenceCount", (double) (found.count() - found.earlier()));
      values.put("@differenceDescription", description(found));
      next().take(new Row(values));
    }
    super.finish();
  }

  private static String description(PatternGroups.Found found) {
    if (found.earlier() == 0) {
      return "New pattern";
    }
    if (found.count() == 0) {
      return "No longer occurs";
    }
    long percent = Math.round(100.0 * (found.count() - found.earlier()) / found.earlier());
    return percent == 0 ? "No change" : (percent > 0 ? "+" : "") + percent + "%";
  }
}
