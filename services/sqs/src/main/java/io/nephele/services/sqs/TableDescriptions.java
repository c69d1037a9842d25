package io.nephele.services.sqs;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Table;
import io.nephele.core.worlds.RowTree;
import io.nephele.core.worlds.TableDescription;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** How the rows of SQS are told to people who compare worlds. */
final class TableDescriptions {
  private final QueueTable queues;

  TableDescriptions(QueueTable queues) {
    this.queues = queues;
  }

  /** How the rows of that table are told. */
  TableDescription of(String table) {
    return switch (table) {
      case "sqs.queues" -> of(QueueRow.class, TableDescriptions::queue).key("name");
      case "sqs.messages" ->
          ofQueue(TableDescription.of(new MessageCodec(), TableDescriptions::message), "sequence");
      case "sqs.receipts" ->
          ofQueue(TableDescription.of(Receipt.CODEC, TableDescriptions::receipt), "sequence");
      case "sqs.moveTasks" -> ofQueue(of(MoveTask.class, TableDescriptions::moveTask), "number");
      case "sqs.tallies" -> ofQueue(TableDescription.of(BacklogTables.Tally.CODEC)).asInternal();
      // They say in another order what others say, or what no API call shows.
      case "sqs.line",
          "sqs.groupMembers",
          "sqs.groupPlaces",
          "sqs.groupLine",
          "sqs.deduplications",
          "sqs.deduplicationExpiries",
          "sqs.receiveAttempts" ->
          ofQueue(TableDescription.UNKNOWN).asInternal();
      case "sqs.lastIds", "sqs.deletions" -> TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }

  private static <V extends Record> TableDescription of(Class<V> type, Function<V, ?> tree) {
    return TableDescription.of(RecordCodec.of(type), tree);
  }

  /** A table whose keys begin with an account and the id of a queue. */
  private TableDescription ofQueue(TableDescription table, String... furtherParts) {
    String[] parts = new String[1 + furtherParts.length];
    parts[0] = "queueId";
    System.arraycopy(furtherParts, 0, parts, 1, furtherParts.length);
    return table.key(parts).belongingTo(this::queueArns);
  }

  /** Finds the ARN of a queue by its account and id, with which keys begin. */
  private Function<Key, String> queueArns(Reader reader) {
    Map<String, Map<Long, String>> byAccount = new HashMap<>();
    return key -> {
      KeyReader parts = key.reader();
      return byAccount
          .computeIfAbsent(parts.nextText(), account -> arnsById(reader, account))
          .get(parts.nextLong());
    };
  }

  private Map<Long, String> arnsById(Reader reader, String accountId) {
    Map<Long, String> arns = new HashMap<>();
    for (Table.Row<Queue> row : queues.list(reader, accountId)) {
      arns.put(row.value().id(), row.value().arn());
    }
    return arns;
  }

  private static Object queue(QueueRow row) {
    Map<String, Object> tree = RowTree.of(row);
    tree.remove("accountId"); // the key says these
    tree.remove("region");
    tree.remove("name");
    times(tree, "createdAt", "changedAt", "purgedAt");
    return tree;
  }

  private static Object message(Message message) {
    Map<String, Object> tree = RowTree.of(message);
    ByteBuffer id = message.id().toBuffer();
    tree.put("id", new UUID(id.getLong(), id.getLong()).toString());
    tree.remove("md5"); // the body says it
    return tree;
  }

  private static Object receipt(Receipt receipt) {
    Map<String, Object> tree = RowTree.of(receipt);
    times(tree, "visibleAt", "firstAt", "lastAt");
    return tree;
  }

  private static Object moveTask(MoveTask task) {
    Map<String, Object> tree = RowTree.of(task);
    times(tree, "startedAt");
    return tree;
  }

  /** Milliseconds since 1970 as times; zero is none. */
  private static void times(Map<String, Object> tree, String... names) {
    for (String name : names) {
      tree.computeIfPresent(
          name,
          (field, millis) ->
              (long) millis == 0 ? null : Instant.ofEpochMilli((long) millis).toString());
    }
  }
}
