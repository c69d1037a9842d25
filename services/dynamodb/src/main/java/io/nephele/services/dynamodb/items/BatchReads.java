package io.nephele.services.dynamodb.items;

import io.nephele.api.dynamodb.BatchGetItemInput;
import io.nephele.api.dynamodb.BatchGetItemOutput;
import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.api.dynamodb.KeysAndAttributes;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.ParameterStyles;
import io.nephele.services.dynamodb.expressions.Projection;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** BatchGetItem. */
public final class BatchReads {
  private static final int MOST_KEYS = 100;
  private static final long MOST_BYTES = 16L * 1024 * 1024;

  private final World world;
  private final TableCatalog catalog;
  private final ItemStore items;
  private final Throughputs throughputs;

  /** Reads of many items. */
  public BatchReads(World world, TableCatalog catalog, ItemStore items, Throughputs throughputs) {
    this.world = world;
    this.catalog = catalog;
    this.items = items;
    this.throughputs = throughputs;
  }

  /** What is wanted of one table. */
  private record Part(
      String name,
      TableAddress address,
      KeysAndAttributes asked,
      List<Map<String, Value>> keys,
      Projection projection) {
    boolean consistent() {
      return Boolean.TRUE.equals(asked.consistentRead());
    }
  }

  /** What was read. */
  private static final class Answer {
    final Map<String, List<Map<String, Struct>>> responses = new LinkedHashMap<>();
    final Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
    final List<Consumed> consumed = new ArrayList<>();
    AwsException throttled;
    int read;
    long bytes;
  }

  /** Answers BatchGetItem. */
  public BatchGetItemOutput get(BatchGetItemInput in, Call call) {
    List<Part> parts = parts(in, call);
    Answer answer = world.store().read(reader -> read(reader, parts));
    if (answer.read == 0 && answer.throttled != null) {
      throw answer.throttled;
    }
    List<ConsumedCapacity> capacities = new ArrayList<>();
    for (Consumed consumed : answer.consumed) {
      catalog.requireKey(consumed.table(), call);
      throughputs.take(consumed, null, call);
      capacities.add(consumed.toApi(in.returnConsumedCapacity(), false));
    }
    BatchGetItemOutput out =
        new BatchGetItemOutput()
            .unprocessedKeys(answer.unprocessed)
            .consumedCapacity(Consumed.isAsked(in.returnConsumedCapacity()) ? capacities : null);
    out.struct().set("Responses", answer.responses);
    return out;
  }

  private static List<Part> parts(BatchGetItemInput in, Call call) {
    int count = 0;
    for (KeysAndAttributes asked : in.requestItems().values()) {
      count += asked.keys().size();
    }
    if (count > MOST_KEYS) {
      throw DynamoErrors.validation("Too many items requested for the BatchGetItem call");
    }
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, KeysAndAttributes> entry : in.requestItems().entrySet()) {
      KeysAndAttributes asked = entry.getValue();
      new ParameterStyles()
          .legacy("AttributesToGet", asked.attributesToGet())
          .expression("ProjectionExpression", asked.projectionExpression())
          .requireOne()
          .requireExpressions(asked.expressionAttributeNames(), null, null);
      List<Map<String, Value>> keys = new ArrayList<>();
      for (Object key : (List<?>) asked.struct().get("Keys")) {
        keys.add(ItemWrites.item(key));
      }
      Projection projection =
          ItemReads.projection(
              asked.attributesToGet(),
              asked.projectionExpression(),
              asked.expressionAttributeNames());
      TableAddress address = TableAddress.of(entry.getKey(), call);
      parts.add(new Part(entry.getKey(), address, asked, keys, projection));
    }
    return parts;
  }

  private Answer read(Reader reader, List<Part> parts) {
    List<TableDefinition> tables = new ArrayList<>();
    List<List<ItemKey>> keys = new ArrayList<>();
    Set<ItemKey> all = new HashSet<>();
    for (Part part : parts) {
      TableDefinition table = catalog.find(reader, part.address);
      if (table == null) {
        throw DynamoErrors.resourceNotFound();
      }
      tables.add(table);
      keys.add(keys(table, part, all));
    }
    Answer answer = new Answer();
    for (int i = 0; i < parts.size(); i++) {
      read(reader, tables.get(i), parts.get(i), keys.get(i), answer);
    }
    return answer;
  }

  private static List<ItemKey> keys(TableDefinition table, Part part, Set<ItemKey> all) {
    if (part.projection != null) {
      NestedKeys.check(table, part.projection.nestedAttributes());
    }
    List<ItemKey> keys = new ArrayList<>(part.keys.size());
    for (Map<String, Value> attributes : part.keys) {
      ItemKey key = ItemKeys.ofKey(table, attributes);
      if (!all.add(key)) {
        throw DynamoErrors.validation("Provided list of item keys contains duplicates");
      }
      keys.add(key);
    }
    return keys;
  }

  private void read(
      Reader reader, TableDefinition table, Part part, List<ItemKey> keys, Answer answer) {
    List<Map<String, Struct>> found = new ArrayList<>();
    List<Map<String, Value>> left = new ArrayList<>();
    Consumed consumed = new Consumed(table, part.name);
    for (int i = 0; i < keys.size(); i++) {
      if (answer.bytes >= MOST_BYTES || !admits(table, keys.get(i), consumed, answer)) {
        left.add(part.keys.get(i));
        continue;
      }
      byte[] stored = items.get(reader, keys.get(i));
      int size = stored == null ? 0 : ItemCodec.size(stored);
      if (answer.bytes + size > MOST_BYTES) {
        answer.bytes = MOST_BYTES;
        left.add(part.keys.get(i));
        continue;
      }
      answer.read++;
      answer.bytes += size;
      consumed.read(keys.get(i), ReadUnits.of(size, part.consistent()));
      if (stored != null) {
        found.add(AttributeValues.DYNAMODB.structs(ItemReads.projected(stored, part.projection)));
      }
    }
    answer.responses.put(part.name, found);
    answer.consumed.add(consumed);
    if (!left.isEmpty()) {
      answer.unprocessed.put(part.name, unprocessed(part.asked, left));
    }
  }

  private boolean admits(TableDefinition table, ItemKey key, Consumed pending, Answer answer) {
    if (!Throughputs.isLimited(table)) {
      return true;
    }
    try {
      throughputs.admitRead(table, null, key, pending);
      return true;
    } catch (AwsException e) {
      answer.throttled = e;
      return false;
    }
  }

  private static KeysAndAttributes unprocessed(
      KeysAndAttributes asked, List<Map<String, Value>> left) {
    KeysAndAttributes out =
        new KeysAndAttributes()
            .attributesToGet(asked.attributesToGet())
            .consistentRead(asked.consistentRead())
            .projectionExpression(asked.projectionExpression())
            .expressionAttributeNames(asked.expressionAttributeNames());
    List<Map<String, Struct>> keys = new ArrayList<>(left.size());
    for (Map<String, Value> key : left) {
      keys.add(AttributeValues.DYNAMODB.structs(key));
    }
    out.struct().set("Keys", keys);
    return out;
  }
}
