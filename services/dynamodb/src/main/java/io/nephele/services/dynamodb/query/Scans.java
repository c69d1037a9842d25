package io.nephele.services.dynamodb.query;

import io.nephele.api.dynamodb.ScanInput;
import io.nephele.api.dynamodb.ScanOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.ExpressionContext;
import io.nephele.services.dynamodb.expressions.ExpressionKind;
import io.nephele.services.dynamodb.expressions.LegacyConditions;
import io.nephele.services.dynamodb.expressions.ParameterStyles;
import io.nephele.services.dynamodb.expressions.ParsedExpressions;
import io.nephele.services.dynamodb.expressions.Projection;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.Map;

/** Scan. */
public final class Scans {
  private final World world;
  private final TableCatalog catalog;
  private final Throughputs throughputs;
  private final ParsedExpressions parsed;

  /** Scans of that catalog's tables. */
  public Scans(
      World world, TableCatalog catalog, Throughputs throughputs, ParsedExpressions parsed) {
    this.parsed = parsed;
    this.world = world;
    this.catalog = catalog;
    this.throughputs = throughputs;
  }

  /** Answers Scan. */
  public ScanOutput scan(ScanInput in, Call call) {
    new ParameterStyles()
        .legacy("AttributesToGet", in.attributesToGet())
        .legacy("ScanFilter", in.scanFilter())
        .legacy("ConditionalOperator", in.conditionalOperator())
        .expression("ProjectionExpression", in.projectionExpression())
        .expression("FilterExpression", in.filterExpression())
        .requireOne()
        .requireExpressions(
            in.expressionAttributeNames(),
            in.expressionAttributeValues(),
            "FilterExpression is null");
    Map<String, Value> start =
        in.exclusiveStartKey() == null
            ? null
            : ValueReader.OLDER.readSlot(in.struct().get("ExclusiveStartKey"));
    Wanted wanted = wanted(in);
    wanted.check(in.indexName() != null, "Scanning");
    checkSegments(in);
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
                  return read(reader, table, in, wanted, start);
                });
    catalog.requireKey(reading.selection().table(), call);
    ScanOutput out =
        new ScanOutput()
            .count(reading.page().count())
            .scannedCount(reading.page().scanned())
            .consumedCapacity(
                reading.consumed(
                    in.tableName(),
                    Boolean.TRUE.equals(in.consistentRead()),
                    in.returnConsumedCapacity(),
                    throughputs,
                    call));
    reading.setItems(out.struct(), wanted.countOnly());
    return out;
  }

  private Wanted wanted(ScanInput in) {
    boolean expressions = in.projectionExpression() != null || in.filterExpression() != null;
    if (!expressions) {
      Condition filter = LegacyConditions.filter(in.scanFilter(), in.conditionalOperator());
      Projection projection =
          in.attributesToGet() == null ? null : Projection.ofAttributes(in.attributesToGet());
      return new Wanted(in.select(), projection, filter, false);
    }
    ExpressionContext context =
        ExpressionContext.of(
                in.expressionAttributeNames(), in.expressionAttributeValues(), ValueReader.OLDER)
            .with(parsed);
    Projection projection =
        in.projectionExpression() == null
            ? null
            : Projection.parse(in.projectionExpression(), context);
    Condition filter =
        in.filterExpression() == null
            ? null
            : Condition.parse(ExpressionKind.FILTER, in.filterExpression(), context);
    context.requireAllUsed();
    return new Wanted(in.select(), projection, filter, true);
  }

  private static void checkSegments(ScanInput in) {
    Integer segment = in.segment();
    Integer total = in.totalSegments();
    if (segment != null && total == null) {
      throw DynamoErrors.validation(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
    }
    if (segment == null && total != null) {
      throw DynamoErrors.validation(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (segment != null && segment >= total) {
      throw DynamoErrors.validation(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: "
              + segment
              + " is not less than TotalSegments: "
              + total);
    }
  }

  private Reading read(
      Reader reader, TableDefinition table, ScanInput in, Wanted wanted, Map<String, Value> start) {
    IndexDefinition index = Reading.index(table, in.indexName(), in.consistentRead());
    wanted.check(table, index);
    if (Throughputs.isLimited(table)) {
      throughputs.admitRead(table, index, null, null);
    }
    Key place = index == null ? table.items() : index.entries();
    KeyRange rows =
        in.segment() == null
            ? KeyRange.prefix(place)
            : ItemKey.segment(place, in.segment(), in.totalSegments());
    if (start != null) {
      Key row = Positions.rowKey(table, index, start);
      if (!rows.contains(row.encoded())) {
        throw DynamoErrors.validation(
            "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
                + " ExclusiveStartKey with correct Segment. TotalSegments: "
                + in.totalSegments()
                + " Segment: "
                + in.segment());
      }
      rows = Positions.after(rows, row, true);
    }
    Selection selection =
        new Selection(
            table,
            index,
            rows,
            true,
            in.limit() == null ? Integer.MAX_VALUE : in.limit(),
            wanted.fetches(index),
            wanted.filter() == null ? null : wanted.filter()::test,
            wanted.projection() == null ? null : wanted.projection()::of,
            wanted.countOnly());
    return new Reading(selection, PageReader.read(reader, selection), null);
  }
}
