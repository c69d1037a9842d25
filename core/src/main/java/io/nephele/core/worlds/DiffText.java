package io.nephele.core.worlds;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Differences for people:
 *
 * <pre>
 * --- default
 * +++ experiment
 *
 * sqs.queues
 *   ~ 000000000000 eu-west-1 orders
 *       attributes.VisibilityTimeout: "30" -> "60"
 *   + 000000000000 eu-west-1 payments
 *       createdAt: 1793491200000
 *
 * sqs.queues: 1 added, 0 removed, 1 changed
 * </pre>
 */
public final class DiffText implements DiffReport {
  private final Appendable to;
  private final String before;
  private final String after;
  private String table = "";

  /**
   * Differences written there.
   *
   * @param before what the first world is called
   * @param after what the second world is called
   */
  public DiffText(Appendable to, String before, String after) {
    this.to = to;
    this.before = before;
    this.after = after;
  }

  @Override
  public void begin() throws IOException {
    line("--- " + before);
    line("+++ " + after);
  }

  @Override
  public void row(RowDiff row) throws IOException {
    String name = row.row().fullTable();
    if (!name.equals(table)) {
      table = name;
      line("");
      line(name);
    }
    line("  " + row.change().sign() + " " + place(row));
    if (row.change() != RowDiff.Change.CHANGED) {
      value(row.value());
    } else if (row.fields().isEmpty()) {
      line("      (it says the same in another stored form)");
    }
    for (FieldChange field : row.fields()) {
      String values = DiffValues.readable(field.before(), field.after());
      line("      " + field.path() + ": " + values);
    }
  }

  @Override
  public void end(DiffSummary summary) throws IOException {
    line("");
    if (summary.isSame()) {
      line("no differences");
      return;
    }
    for (Map.Entry<String, DiffSummary.Counts> counted : summary.tables().entrySet()) {
      DiffSummary.Counts counts = counted.getValue();
      line(
          "%s%s: %d added, %d removed, %d changed"
              .formatted(
                  counted.getKey(),
                  counts.internal() ? " (internal)" : "",
                  counts.added(),
                  counts.removed(),
                  counts.changed()));
    }
    if (summary.unlisted() > 0) {
      line("not listed, beyond the limit: " + summary.unlisted() + " rows");
    }
    if (summary.internal() > 0) {
      line("not listed, of internal tables: " + summary.internal() + " rows");
    }
  }

  private static String place(RowDiff diff) {
    RowName row = diff.row();
    StringBuilder place = new StringBuilder();
    if (row.account() != null) {
      place.append(row.account()).append(' ');
    }
    if (row.region() != null) {
      place.append(row.region()).append(' ');
    }
    List<Object> parts = row.parts();
    for (int i = 0; i < parts.size(); i++) {
      if (i < diff.keyParts().size()) {
        place.append(diff.keyParts().get(i)).append('=');
      }
      place.append(DiffValues.part(parts.get(i))).append(' ');
    }
    if (diff.resource() != null) {
      place.append("of ").append(diff.resource()).append(' ');
    }
    return place.toString().stripTrailing();
  }

  private void value(Object value) throws IOException {
    if (value instanceof Map<?, ?> fields) {
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        line("      " + field.getKey() + ": " + DiffValues.readable(field.getValue()));
      }
    } else {
      line("      " + DiffValues.readable(value));
    }
  }

  private void line(String text) throws IOException {
    to.append(text).append('\n');
  }
}
