package io.nephele.core.trail;

import io.nephele.core.text.TabSeparated;
import io.nephele.core.trail.RecordedOperation.Kind;
import io.nephele.model.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** How each operation is recorded: found out at its first call, then one look into a map. */
final class RecordedOperations {
  private static final Set<String> GLOBAL = Set.of("iam", "cloudfront", "route53", "organizations");
  private static final String NONE = "-";

  private final Map<Operation, RecordedOperation> known = new ConcurrentHashMap<>();
  private volatile Map<String, String[]> exceptions;

  /**
   * How an operation is recorded.
   *
   * @param readOnly whether an operation only reads, as far as its permissions tell
   */
  RecordedOperation of(Operation operation, Predicate<Operation> readOnly) {
    RecordedOperation found = known.get(operation);
    if (found == null) {
      found = find(operation, readOnly);
      known.put(operation, found);
    }
    return found;
  }

  private RecordedOperation find(Operation operation, Predicate<Operation> readOnly) {
    String service = operation.service().name();
    String[] row = exceptions().get(service + ":" + operation.name());
    boolean global = GLOBAL.contains(service);
    if (row == null) {
      boolean reads = readOnly.test(operation);
      return new RecordedOperation(
          Kind.MANAGEMENT, operation.name(), reads, !reads, global, null, null);
    }
    Kind kind =
        switch (row[2]) {
          case "data" -> Kind.DATA;
          case "never" -> Kind.NEVER;
          default -> Kind.MANAGEMENT;
        };
    boolean reads = row[4].equals(NONE) ? readOnly.test(operation) : Boolean.parseBoolean(row[4]);
    return new RecordedOperation(
        kind,
        row[3].equals(NONE) ? operation.name() : row[3],
        reads,
        // The credentials that STS hands out are told although it counts as reading.
        kind == Kind.MANAGEMENT && (!reads || service.equals("sts")),
        global,
        row[5].equals(NONE) ? null : row[5],
        kind == Kind.DATA ? Set.of(row[6].split(" ")) : null);
  }

  private Map<String, String[]> exceptions() {
    Map<String, String[]> read = exceptions;
    if (read == null) {
      read = new HashMap<>();
      for (String[] row : TabSeparated.rows(RecordedOperations.class, "operations.tsv", 7)) {
        read.put(row[0] + ":" + row[1], row);
      }
      exceptions = read;
    }
    return read;
  }
}
