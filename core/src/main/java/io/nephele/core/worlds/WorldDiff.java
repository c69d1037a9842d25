package io.nephele.core.worlds;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Compares two worlds row by row and field by field. Differences are reported as they are found, in
 * order of keys, so that the memory needed does not grow with the worlds.
 *
 * <pre>
 * before.read(a -> after.read(b -> diff.compare(a, b, new DiffText(out, "default", "fork"))))
 * </pre>
 */
public final class WorldDiff {
  private final DiffOptions options;
  private final Function<String, TableDescription> tables;
  private final RootKey rootKey;

  /**
   * A comparison.
   *
   * @param tables tells how the rows of a table are told, by its name; {@link
   *     TableDescription#UNKNOWN} where nothing is known. {@code world.services()::table}
   */
  public WorldDiff(DiffOptions options, Function<String, TableDescription> tables) {
    this(options, tables, RootKey.none("Worlds are compared without a root key."));
  }

  /**
   * As the other, of worlds whose secrets are sealed: what is beside secrets in such rows is told.
   */
  public WorldDiff(
      DiffOptions options, Function<String, TableDescription> tables, RootKey rootKey) {
    this.options = options;
    this.tables = tables;
    this.rootKey = rootKey;
  }

  /** Compares all that the options ask for, reading both worlds from end to end. */
  public DiffSummary compare(Reader before, Reader after, DiffReport report) throws IOException {
    DiffSource source = new MergeScan(before, after, options.ranges(before, after).iterator());
    return compare(source, before, after, report);
  }

  /**
   * Compares what a source yields, which may be more than the options ask for.
   *
   * @param before reads the first world, to find what rows belong to
   * @param after reads the second
   */
  public DiffSummary compare(DiffSource source, Reader before, Reader after, DiffReport report)
      throws IOException {
    return new Run(before, after).of(source, report);
  }

  /** One comparison. */
  private final class Run {
    private final Reader before;
    private final Reader after;
    private final DiffSummary summary = new DiffSummary();
    private final Map<String, Described> described = new HashMap<>();

    private Run(Reader before, Reader after) {
      this.before = before;
      this.after = after;
    }

    private DiffSummary of(DiffSource source, DiffReport report) throws IOException {
      report.begin();
      while (source.next()) {
        byte[] was = source.before();
        byte[] is = source.after();
        if (!Arrays.equals(was, is)) {
          compare(source.key(), was, is, report);
        }
      }
      report.end(summary);
      return summary;
    }

    private void compare(Key key, byte[] was, byte[] is, DiffReport report) throws IOException {
      RowName row = RowName.of(key);
      if (!options.includes(row)) {
        return;
      }
      RowDiff.Change change = change(was, is);
      Described table = described.computeIfAbsent(row.fullTable(), this::describe);
      boolean listed = options.lists(row, table.description);
      summary.count(row, !options.withAll(false).lists(row, table.description), change);
      if (!listed) {
        return;
      }
      boolean withinLimit = summary.listed() < options.limit();
      summary.list(withinLimit);
      if (withinLimit) {
        report.row(table.row(change, key, row, was, is));
      }
    }

    private static RowDiff.Change change(byte[] was, byte[] is) {
      if (was == null) {
        return RowDiff.Change.ADDED;
      }
      return is == null ? RowDiff.Change.REMOVED : RowDiff.Change.CHANGED;
    }

    private Described describe(String table) {
      TableDescription description = tables.apply(table);
      return new Described(
          Key.of(table),
          description,
          rootKey,
          description.resources().apply(before),
          description.resources().apply(after));
    }
  }

  /** A table in one comparison. */
  private record Described(
      Key table,
      TableDescription description,
      RootKey rootKey,
      Function<Key, String> resourcesBefore,
      Function<Key, String> resourcesAfter) {

    private RowDiff row(RowDiff.Change change, Key key, RowName row, byte[] was, byte[] is) {
      Object before = was == null ? null : tree(key, was);
      Object after = is == null ? null : tree(key, is);
      boolean changed = change == RowDiff.Change.CHANGED;
      return new RowDiff(
          change,
          row,
          description.keyParts(),
          key.startsWith(table)
              ? (is == null ? resourcesBefore : resourcesAfter).apply(key.without(table))
              : null,
          changed ? null : before == null ? after : before,
          changed ? FieldDiff.between(before, after) : List.of());
    }

    private Object tree(Key key, byte[] stored) {
      if (!RootKey.isSealed(stored)) {
        return description.tree(stored);
      }
      try {
        return description.tree(rootKey.open(key, stored));
      } catch (AwsException otherKey) {
        return description.sealedTree(stored);
      }
    }
  }
}
