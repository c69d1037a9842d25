package io.nephele.services.dynamodb.items;

import io.nephele.api.dynamodb.GetItemInput;
import io.nephele.api.dynamodb.GetItemOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.ExpressionContext;
import io.nephele.services.dynamodb.expressions.ParameterStyles;
import io.nephele.services.dynamodb.expressions.Projection;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.List;
import java.util.Map;

/** GetItem. */
public final class ItemReads {
  private final World world;
  private final TableCatalog catalog;
  private final ItemStore items;
  private final Throughputs throughputs;

  /** Reads of single items. */
  public ItemReads(World world, TableCatalog catalog, ItemStore items, Throughputs throughputs) {
    this.world = world;
    this.catalog = catalog;
    this.items = items;
    this.throughputs = throughputs;
  }

  /** An item's stored form and the table that it is in. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(TableDefinition table, ItemKey key, byte[] stored) {}

  /** Answers GetItem. */
  public GetItemOutput get(GetItemInput in, Call call) {
    new ParameterStyles()
        .legacy("AttributesToGet", in.attributesToGet())
        .expression("ProjectionExpression", in.projectionExpression())
        .requireOne()
        .requireExpressions(in.expressionAttributeNames(), null, null);
    Map<String, Value> attributes = ItemWrites.item(in.struct().get("Key"));
    Projection projection =
        projection(in.attributesToGet(), in.projectionExpression(), in.expressionAttributeNames());
    Found found = find(in, call, attributes, projection);
    catalog.requireKey(found.table, call);
    Consumed consumed = new Consumed(found.table, in.tableName());
    int size = found.stored == null ? 0 : ItemCodec.size(found.stored);
    consumed.read(found.key, ReadUnits.of(size, Boolean.TRUE.equals(in.consistentRead())));
    throughputs.take(consumed, found.key, call);
    GetItemOutput out =
        new GetItemOutput().consumedCapacity(consumed.toApi(in.returnConsumedCapacity(), false));
    if (found.stored != null) {
      out.struct()
          .set("Item", AttributeValues.DYNAMODB.structs(projected(found.stored, projection)));
    }
    return out;
  }

  private Found find(
      GetItemInput in, Call call, Map<String, Value> attributes, Projection projection) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    return world
        .store()
        .read(
            reader -> {
              TableDefinition table = catalog.find(reader, address);
              if (table == null) {
                throw DynamoErrors.resourceNotFound();
              }
              if (projection != null) {
                NestedKeys.check(table, projection.nestedAttributes());
              }
              ItemKey key = ItemKeys.ofKey(table, attributes);
              if (Throughputs.isLimited(table)) {
                throughputs.admitRead(table, null, key, null);
              }
              return new Found(table, key, items.get(reader, key));
            });
  }

  /** What a request wants of items; null if it wants all. */
  public static Projection projection(
      List<String> attributes, String expression, Map<String, String> names) {
    if (attributes != null) {
      return Projection.ofAttributes(attributes);
    }
    if (expression == null) {
      return null;
    }
    ExpressionContext context = ExpressionContext.of(names, null);
    Projection projection = Projection.parse(expression, context);
    context.requireAllUsed();
    return projection;
  }

  /** What is wanted of a stored item. */
  public static Map<String, Value> projected(byte[] stored, Projection projection) {
    return projection == null
        ? ItemCodec.INSTANCE.decode(stored)
        : projection.of(ItemCodec.decode(stored, projection.attributes()));
  }
}
