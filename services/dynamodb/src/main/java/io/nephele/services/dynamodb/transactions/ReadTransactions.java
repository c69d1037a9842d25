package io.nephele.services.dynamodb.transactions;

import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.api.dynamodb.Get;
import io.nephele.api.dynamodb.ItemResponse;
import io.nephele.api.dynamodb.TransactGetItem;
import io.nephele.api.dynamodb.TransactGetItemsInput;
import io.nephele.api.dynamodb.TransactGetItemsOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.ParameterStyles;
import io.nephele.services.dynamodb.expressions.Projection;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemReads;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.items.NestedKeys;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** TransactGetItems: items as they are at one moment. */
public final class ReadTransactions {
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  private final World world;
  private final TableCatalog catalog;
  private final ItemStore items;
  private final Throughputs throughputs;

  /** Transactions on that catalog's tables. */
  public ReadTransactions(
      World world, TableCatalog catalog, ItemStore items, Throughputs throughputs) {
    this.world = world;
    this.catalog = catalog;
    this.items = items;
    this.throughputs = throughputs;
  }

  private record Part(
      String name, TableAddress address, Map<String, Value> key, Projection projection) {}

  private record Answer(List<ItemResponse> responses, List<Consumed> consumed) {}

  /** Answers TransactGetItems. */
  public TransactGetItemsOutput get(TransactGetItemsInput in, Call call) {
    List<Part> parts = new ArrayList<>(in.transactItems().size());
    for (TransactGetItem item : in.transactItems()) {
      parts.add(part(item.get(), call));
    }
    Answer answer = world.store().read(reader -> read(reader, parts));
    List<ConsumedCapacity> capacities = new ArrayList<>();
    for (Consumed consumed : answer.consumed) {
      catalog.requireKey(consumed.table(), call);
      throughputs.take(consumed, null, call);
      capacities.add(consumed.toApi(in.returnConsumedCapacity(), true));
    }
    return new TransactGetItemsOutput()
        .responses(answer.responses)
        .consumedCapacity(Consumed.isAsked(in.returnConsumedCapacity()) ? capacities : null);
  }

  private static Part part(Get get, Call call) {
    new ParameterStyles()
        .expression("ProjectionExpression", get.projectionExpression())
        .requireExpressions(get.expressionAttributeNames(), null, null);
    Map<String, Value> key = ValueReader.OLDER.readSlot(get.struct().get("Key"));
    Projection projection =
        ItemReads.projection(null, get.projectionExpression(), get.expressionAttributeNames());
    return new Part(get.tableName(), TableAddress.of(get.tableName(), call), key, projection);
  }

  private Answer read(Reader reader, List<Part> parts) {
    Map<TableAddress, Consumed> consumed = new LinkedHashMap<>();
    for (Part part : parts) {
      if (!consumed.containsKey(part.address)) {
        TableDefinition table = catalog.forTransaction(reader, part.address);
        consumed.put(part.address, new Consumed(table, part.name));
      }
    }
    List<ItemKey> keys = keys(parts, consumed);
    List<ItemResponse> responses = new ArrayList<>(parts.size());
    long bytes = 0;
    for (int i = 0; i < parts.size(); i++) {
      byte[] stored = items.get(reader, keys.get(i));
      int size = stored == null ? 0 : ItemCodec.size(stored);
      bytes += size;
      consumed.get(parts.get(i).address).read(keys.get(i), ReadUnits.inTransaction(size));
      ItemResponse response = new ItemResponse();
      if (stored != null) {
        response
            .struct()
            .set(
                "Item",
                AttributeValues.DYNAMODB.structs(
                    ItemReads.projected(stored, parts.get(i).projection)));
      }
      responses.add(response);
    }
    if (bytes > MOST_BYTES) {
      throw DynamoErrors.validation(
          "The aggregate size of the items in the transaction exceeds 4 MB");
    }
    return new Answer(responses, List.copyOf(consumed.values()));
  }

  private List<ItemKey> keys(List<Part> parts, Map<TableAddress, Consumed> tables) {
    Cancellation cancellation = new Cancellation();
    List<ItemKey> keys = new ArrayList<>(parts.size());
    for (Part part : parts) {
      TableDefinition table = tables.get(part.address).table();
      try {
        if (part.projection != null) {
          NestedKeys.check(table, part.projection.nestedAttributes());
        }
        ItemKey key = ItemKeys.ofKey(table, part.key);
        if (Throughputs.isLimited(table)) {
          throughputs.admitRead(table, null, key, null);
        }
        keys.add(key);
        cancellation.none();
      } catch (AwsException e) {
        cancellation.failed(e);
      }
    }
    Set<ItemKey> all = new HashSet<>();
    for (ItemKey key : keys) {
      if (!all.add(key)) {
        throw DynamoErrors.validation(
            "Transaction request cannot include multiple operations on one item");
      }
    }
    cancellation.check();
    return keys;
  }
}
