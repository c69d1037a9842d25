package io.nephele.services.dynamodb.query;

import io.nephele.api.dynamodb.QueryInput;
import io.nephele.api.dynamodb.QueryOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.ExpressionContext;
import io.nephele.services.dynamodb.expressions.ExpressionKind;
import io.nephele.services.dynamodb.expressions.KeyCondition;
import io.nephele.services.dynamodb.expressions.LegacyConditions;
import io.nephele.services.dynamodb.expressions.ParameterStyles;
import io.nephele.services.dynamodb.expressions.ParsedExpressions;
import io.nephele.services.dynamodb.expressions.Projection;
import io.nephele.services.dynamodb.items.ItemWrites;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Query. */
public final class Query {
  private final World world;
  private final TableCatalog catalog;
  private final Throughputs throughputs;
  private final ParsedExpressions parsed;

  /** Queries of that catalog's tables. */
  public Query(
      World world, TableCatalog catalog, Throughputs throughputs, ParsedExpressions parsed) {
    this.parsed = parsed;
    this.world = world;
    this.catalog = catalog;
    this.throughputs = throughputs;
  }

  /** What a request says, read. */
  private record Asked(KeyCondition keys, Wanted wanted, Map<String, Value> start) {}

  /** Answers Query. */
  public QueryOutput query(QueryInput in, Call call) {
    Asked asked = read(in);
    TableAddress address = TableAddress.of(in.tableName(), call);
    Reading reading =
        world
            .store()
            .read(
                reader -> {
                  TableDefinition table = catalog.find(reader, address);
                  if (table == null) {
                    throw DynamoErrors.resourceNotFound();
                  }
                  return read(reader, table, in, asked);
                });
    catalog.requireKey(reading.selection().table(), call);
    QueryOutput out =
        new QueryOutput()
            .count(reading.page().count())
            .scannedCount(reading.page().scanned())
            .consumedCapacity(
                reading.consumed(
                    in.tableName(),
                    Boolean.TRUE.equals(in.consistentRead()),
                    in.returnConsumedCapacity(),
                    throughputs,
                    call));
    reading.setItems(out.struct(), asked.wanted.countOnly());
    return out;
  }

  private Asked read(QueryInput in) {
    new ParameterStyles()
        .legacy("AttributesToGet", in.attributesToGet())
        .legacy("QueryFilter", in.queryFilter())
        .legacy("ConditionalOperator", in.conditionalOperator())
        .legacy("KeyConditions", in.keyConditions())
        .expression("ProjectionExpression", in.projectionExpression())
        .expression("FilterExpression", in.filterExpression())
        .expression("KeyConditionExpression", in.keyConditionExpression())
        .requireOne()
        .requireExpressions(
            in.expressionAttributeNames(),
            in.expressionAttributeValues(),
            "FilterExpression and KeyConditionExpression are null");
    Map<String, Value> start =
        in.exclusiveStartKey() == null
            ? null
            : ItemWrites.item(in.struct().get("ExclusiveStartKey"));
    boolean expressions =
        in.keyConditionExpression() != null
            || in.filterExpression() != null
            || in.projectionExpression() != null;
    Asked asked = expressions ? expressions(in, start) : legacy(in, start);
    asked.wanted.check(in.indexName() != null, "Querying");
    return asked;
  }

  private Asked expressions(QueryInput in, Map<String, Value> start) {
    ExpressionContext context =
        ExpressionContext.of(in.expressionAttributeNames(), in.expressionAttributeValues())
            .with(parsed);
    Condition keys =
        in.keyConditionExpression() == null
            ? null
            : Condition.parse(ExpressionKind.KEY_CONDITION, in.keyConditionExpression(), context);
    Condition filter =
        in.filterExpression() == null
            ? null
            : Condition.parse(ExpressionKind.FILTER, in.filterExpression(), context);
    Projection projection =
        in.projectionExpression() == null
            ? null
            : Projection.parse(in.projectionExpression(), context);
    context.requireAllUsed();
    if (keys == null) {
      throw noKeys();
    }
    return new Asked(
        KeyCondition.of(keys), new Wanted(in.select(), projection, filter, true), start);
  }

  private static Asked legacy(QueryInput in, Map<String, Value> start) {
    Condition filter = LegacyConditions.filter(in.queryFilter(), in.conditionalOperator());
    if (in.keyConditions() == null) {
      throw noKeys();
    }
    KeyCondition keys = LegacyConditions.keys(in.keyConditions());
    Projection projection =
        in.attributesToGet() == null ? null : Projection.ofAttributes(in.attributesToGet());
    return new Asked(keys, new Wanted(in.select(), projection, filter, false), start);
  }

  private static RuntimeException noKeys() {
    return DynamoErrors.validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
            + " request.");
  }

  private Reading read(Reader reader, TableDefinition table, QueryInput in, Asked asked) {
    IndexDefinition index = Reading.index(table, in.indexName(), in.consistentRead());
    asked.wanted.check(table, index);
    List<KeyAttribute> hash = index == null ? List.of(table.hash()) : index.hash();
    List<KeyAttribute> range =
        index != null ? index.range() : table.range() == null ? List.of() : List.of(table.range());
    KeyCondition.Bound bound = asked.keys.bind(parts(hash), parts(range));
    checkFilter(asked.wanted, hash, range);
    if (Throughputs.isLimited(table)) {
      throughputs.admitRead(table, index, null, null);
    }
    Key prefix = KeyRanges.prefix(index == null ? table.items() : index.entries(), bound);
    KeyRange rows = KeyRanges.of(prefix, bound.rangeClause());
    boolean forward = !Boolean.FALSE.equals(in.scanIndexForward());
    if (asked.start != null) {
      rows = after(rows, prefix, Positions.rowKey(table, index, asked.start), forward);
    }
    Selection selection =
        new Selection(
            table,
            index,
            rows,
            forward,
            in.limit() == null ? Integer.MAX_VALUE : in.limit(),
            asked.wanted.fetches(index),
            asked.wanted.filter() == null ? null : asked.wanted.filter()::test,
            asked.wanted.projection() == null ? null : asked.wanted.projection()::of,
            asked.wanted.countOnly());
    return new Reading(selection, PageReader.read(reader, selection), bound.hash());
  }

  private static KeyRange after(KeyRange rows, Key prefix, Key row, boolean forward) {
    if (!KeyRange.prefix(prefix).contains(row.encoded())) {
      throw DynamoErrors.validation(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
    if (!rows.contains(row.encoded())) {
      throw DynamoErrors.validation(
          "The provided starting key does not match the range key predicate");
    }
    return Positions.after(rows, row, forward);
  }

  private static void checkFilter(
      Wanted wanted, List<KeyAttribute> hash, List<KeyAttribute> range) {
    if (wanted.filter() == null) {
      return;
    }
    String parameter = wanted.expression() ? "Filter Expression" : "QueryFilter";
    for (String attribute : wanted.filter().attributes()) {
      if (has(hash, attribute) || has(range, attribute)) {
        throw DynamoErrors.validation(
            parameter
                + " can only contain non-primary key attributes: Primary key attribute: "
                + attribute);
      }
    }
  }

  private static boolean has(List<KeyAttribute> attributes, String name) {
    for (KeyAttribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static List<KeyCondition.Part> parts(List<KeyAttribute> attributes) {
    List<KeyCondition.Part> parts = new ArrayList<>(attributes.size());
    for (KeyAttribute attribute : attributes) {
      parts.add(new KeyCondition.Part(attribute.name(), Value.Kind.of(attribute.type())));
    }
    return parts;
  }
}
