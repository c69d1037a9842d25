package io.nephele.services.kinesis;

import io.nephele.core.store.Codec;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Table;
import io.nephele.core.worlds.RowTree;
import io.nephele.core.worlds.TableDescription;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** How the rows of Kinesis are told to people who compare worlds. */
final class TableDescriptions {
  private final StreamTable streams;

  TableDescriptions(StreamTable streams) {
    this.streams = streams;
  }

  /** How the rows of that table are told. */
  TableDescription of(String table) {
    return switch (table) {
      case "kinesis.streams" -> of(Stream.class, TableDescriptions::stream).key("name");
      case "kinesis.shards" -> ofStream(of(Shard.class, TableDescriptions::shard), "shard");
      case "kinesis.records" -> ofStream(of(StoredRecord.CODEC, RowTree::of), "shard", "position");
      case "kinesis.consumers" ->
          ofStream(of(Consumer.class, TableDescriptions::consumer), "consumer");
      case "kinesis.subscriptions" ->
          ofStream(TableDescription.UNKNOWN, "consumer", "shard").asInternal();
      case "kinesis.dataKeys" -> ofStream(TableDescription.UNKNOWN, "dataKey").asInternal();
      case "kinesis.streamIds", "kinesis.lastNumbers", "kinesis.wakeups" ->
          TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }

  private static <V extends Record> TableDescription of(Class<V> type, Function<V, ?> tree) {
    return of(RecordCodec.of(type), tree);
  }

  private static <V> TableDescription of(Codec<V> codec, Function<V, ?> tree) {
    return TableDescription.of(codec, tree);
  }

  /** A table whose keys begin with an account, a region and the number of a stream. */
  private TableDescription ofStream(TableDescription table, String... furtherParts) {
    String[] parts = new String[1 + furtherParts.length];
    parts[0] = "streamNumber";
    System.arraycopy(furtherParts, 0, parts, 1, furtherParts.length);
    return table.key(parts).belongingTo(this::streamArns);
  }

  /** Finds the ARN of a stream by its account, region and number, with which keys begin. */
  private Function<Key, String> streamArns(Reader reader) {
    Map<String, Map<Long, String>> byPlace = new HashMap<>();
    return key -> {
      KeyReader parts = key.reader();
      String account = parts.nextText();
      String region = parts.nextText();
      return byPlace
          .computeIfAbsent(account + " " + region, place -> arns(reader, account, region))
          .get(parts.nextLong());
    };
  }

  private Map<Long, String> arns(Reader reader, String account, String region) {
    Map<Long, String> arns = new HashMap<>();
    for (Table.Row<Stream> row : streams.list(reader, account, region, null)) {
      arns.put(row.value().number(), row.value().arn());
    }
    return arns;
  }

  private static Object stream(Stream stream) {
    Map<String, Object> tree = RowTree.of(stream);
    tree.remove("accountId"); // the key says these
    tree.remove("region");
    tree.remove("name");
    times(tree, "createdAt");
    return tree;
  }

  private static Object shard(Shard shard) {
    Map<String, Object> tree = RowTree.of(shard);
    tree.put("start", shard.start().toString());
    tree.put("end", shard.end().toString());
    times(tree, "createdAt", "closedAt");
    return tree;
  }

  private static Object consumer(Consumer consumer) {
    Map<String, Object> tree = RowTree.of(consumer);
    times(tree, "createdAt");
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
