package io.nephele.core.quotas;

import io.nephele.core.text.TabSeparated;
import io.nephele.model.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The request rates that AWS documents ({@code quotas.tsv}). Read when first needed.
 *
 * <p>A call takes from the bucket of the first row of its operation whose region and condition are
 * the call's, and from those of all further rows that count something else than calls ({@link
 * Quota#cost}).
 */
final class QuotaTable {
  private static final String NOTHING = "-";

  private final Map<String, List<Quota>> byService = new LinkedHashMap<>();
  private final Map<Operation, List<Quota>> byOperation = new ConcurrentHashMap<>();

  private static final class Bundled {
    static final QuotaTable TABLE = new QuotaTable();
  }

  private QuotaTable() {
    for (String[] row : TabSeparated.rows(QuotaTable.class, "quotas.tsv", 9)) {
      byService.computeIfAbsent(row[0], service -> new ArrayList<>()).add(quota(row));
    }
  }

  /** The table that comes with the program. */
  static QuotaTable bundled() {
    return Bundled.TABLE;
  }

  private static Quota quota(String[] row) {
    return new Quota(
        row[0],
        row[1],
        List.of(row[2].split(",")),
        row[3].equals(NOTHING) ? List.of() : List.of(row[3].split(",")),
        row[4].equals(NOTHING) ? null : row[4],
        row[5].equals(NOTHING) ? null : row[5],
        new BucketSize(Long.parseLong(row[6]), Double.parseDouble(row[7])),
        row[8]);
  }

  /** All rows, in the file's order. */
  List<Quota> all() {
    return byService.values().stream().flatMap(List::stream).toList();
  }

  /** The rows that an operation's calls may be counted by, in the file's order. */
  List<Quota> of(Operation operation) {
    List<Quota> known = byOperation.get(operation);
    return known != null ? known : byOperation.computeIfAbsent(operation, this::find);
  }

  private List<Quota> find(Operation operation) {
    return byService.getOrDefault(operation.service().name(), List.of()).stream()
        .filter(quota -> quota.isOf(operation.name()))
        .toList();
  }
}
