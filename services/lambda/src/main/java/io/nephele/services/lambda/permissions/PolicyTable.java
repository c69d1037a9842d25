package io.nephele.services.lambda.permissions;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.lambda.state.FunctionRef;
import java.util.Map;

/** The policies of functions, versions and aliases. Holds no state. */
public final class PolicyTable {
  private final Table<Row> rows = Table.ofOftenRead("lambda.policies", Row.class);

  /**
   * What is stored.
   *
   * @param statements JSON by their ids, in the order in which they were added
   * @param revisionId changes with every change
   */
  public record Row(Map<String, String> statements, String revisionId) {}

  /** The policy of what a reference names, or null. */
  Row find(Reader reader, FunctionRef ref) {
    return rows.get(reader, place(ref));
  }

  void put(Transaction transaction, FunctionRef ref, Row row) {
    if (row.statements.isEmpty()) {
      rows.delete(transaction, place(ref));
    } else {
      rows.put(transaction, place(ref), row);
    }
  }

  /** Removes the policies of a function, or that of one of its versions or aliases. */
  public void delete(Transaction transaction, FunctionRef ref) {
    rows.deletePrefix(transaction, ref.qualifier() == null ? ref.place() : place(ref));
  }

  private static Key place(FunctionRef ref) {
    return ref.place().with(ref.qualifier() == null ? "" : ref.qualifier());
  }
}
