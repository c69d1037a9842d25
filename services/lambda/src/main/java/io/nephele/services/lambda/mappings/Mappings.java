package io.nephele.services.lambda.mappings;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.state.LambdaWorld;

/** The table of mappings, and the timers that stand for their polling. */
public final class Mappings {
  /** The kind of the timers. */
  public static final String KIND = "lambda.mappings";

  private final LambdaWorld lambda;
  private final Table<MappingRow> rows = Table.of("lambda.mappings", MappingRow.class);

  private final Table<Checkpoint> checkpoints = Table.of("lambda.checkpoints", Checkpoint.class);

  /** The mappings of a world. */
  public Mappings(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  Table<MappingRow> rows() {
    return rows;
  }

  /** The mapping of a key, or null. */
  public MappingRow find(Key place) {
    return lambda.read(reader -> rows.get(reader, place));
  }

  /** Whether there is a mapping of that ARN. */
  public boolean exists(Reader reader, String arn) {
    Arn parsed = Arn.parse(arn);
    String uuid = arn.substring(arn.lastIndexOf(':') + 1);
    return rows.contains(reader, Key.of(parsed.account()).with(parsed.region()).with(uuid));
  }

  /** Whether a mapping is still to be polled as it was. */
  public boolean isCurrent(MappingRow row) {
    MappingRow now = find(row.place());
    return now != null && now.enabled() && now.generation() == row.generation();
  }

  /** Says how the last processing went. */
  public void tell(MappingRow row, String result) {
    MappingRow known = find(row.place());
    if (known != null && !result.equals(known.result())) {
      lambda.write(
          transaction -> {
            MappingRow now = rows.get(transaction, row.place());
            if (now != null) {
              rows.put(transaction, row.place(), now.withResult(result));
            }
            return null;
          });
    }
  }

  /** Stores a mapping and has it polled from now on, or no longer. */
  void put(Transaction transaction, MappingRow row, MappingRow before) {
    rows.put(transaction, row.place(), row);
    boolean was = before != null && before.enabled();
    if (row.enabled() && !was) {
      poll(transaction, row);
    } else if (!row.enabled() && was) {
      lambda.world().timers().cancel(transaction, KIND, row.place());
    }
  }

  /** Has a mapping polled. */
  void poll(Transaction transaction, MappingRow row) {
    lambda
        .world()
        .timers()
        .schedule(
            transaction,
            KIND,
            row.place(),
            lambda.now(),
            Bytes.utf8(Long.toString(row.generation())));
  }

  void delete(Transaction transaction, MappingRow row) {
    rows.delete(transaction, row.place());
    checkpoints.deletePrefix(transaction, row.place());
    lambda.world().timers().cancel(transaction, KIND, row.place());
  }

  /** How far a shard has been processed, or null if it was not begun. */
  public Checkpoint checkpoint(MappingRow row, String shardId) {
    return lambda.read(reader -> checkpoints.get(reader, row.place().with(shardId)));
  }

  /** Whether any shard of a mapping was begun. */
  public boolean hasCheckpoints(MappingRow row) {
    return lambda.read(reader -> checkpoints.first(reader, row.place()) != null);
  }

  /** Says how far a shard has been processed, if the mapping is still there. */
  public void put(MappingRow row, String shardId, Checkpoint checkpoint) {
    lambda.write(
        transaction -> {
          if (rows.contains(transaction, row.place())) {
            checkpoints.put(transaction, row.place().with(shardId), checkpoint);
          }
          return null;
        });
  }
}
