package io.nephele.services.dynamodb.partiql;

import io.nephele.api.dynamodb.DuplicateItemException;
import io.nephele.api.dynamodb.ExecuteStatementInput;
import io.nephele.api.dynamodb.ExecuteStatementOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.items.ItemWrite;
import io.nephele.services.dynamodb.items.Items;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ExecuteStatement. */
public final class Statements {
  private static final String ALL_OLD = "ALL_OLD";

  private final World world;
  private final TableCatalog catalog;
  private final Items items;
  private final Throughputs throughputs;

  /** Statements about that catalog's tables. */
  public Statements(World world, TableCatalog catalog, Items items, Throughputs throughputs) {
    this.world = world;
    this.catalog = catalog;
    this.items = items;
    this.throughputs = throughputs;
  }

  /** What was read of a table, and what that took. */
  private record Read(Selecting.Found found, Consumed consumed) {}

  /** Answers ExecuteStatement. */
  public ExecuteStatementOutput execute(ExecuteStatementInput in, Call call) {
    Prepared prepared = Prepared.of(in.statement(), in.parameters());
    if (prepared.statement() instanceof Statement.Exists) {
      throw Validation.error("EXISTS can only be used in ExecuteTransaction write requests.");
    }
    return prepared.isRead() ? select(in, prepared, call) : write(in, prepared, call);
  }

  private ExecuteStatementOutput select(ExecuteStatementInput in, Prepared prepared, Call call) {
    long fingerprint = fingerprint(in);
    NextToken from =
        in.nextToken() == null ? null : NextToken.decode(in.nextToken(), call, fingerprint);
    TableAddress address = TableAddress.of(prepared.statement().table(), call);
    Read read = world.store().read(reader -> read(reader, address, in, prepared, from));
    catalog.requireKey(read.consumed.table(), call);
    throughputs.take(read.consumed, null, call);
    throughputs.metrics().returned(read.consumed.table(), call, read.found.items().size());
    ExecuteStatementOutput out =
        new ExecuteStatementOutput()
            .consumedCapacity(read.consumed.toApi(in.returnConsumedCapacity(), false));
    List<Map<String, Struct>> found = new ArrayList<>(read.found.items().size());
    for (Map<String, Value> item : read.found.items()) {
      found.add(AttributeValues.DYNAMODB.structs(item));
    }
    out.struct().set("Items", found);
    if (read.found.next() != null) {
      out.nextToken(read.found.next().encode(call, fingerprint));
    }
    if (read.found.last() != null) {
      out.struct().set("LastEvaluatedKey", AttributeValues.DYNAMODB.structs(read.found.last()));
    }
    return out;
  }

  private Read read(
      Reader reader,
      TableAddress address,
      ExecuteStatementInput in,
      Prepared prepared,
      NextToken from) {
    TableDefinition table = catalog.find(reader, address);
    if (table == null) {
      throw DynamoErrors.resourceNotFound();
    }
    boolean consistent = Boolean.TRUE.equals(in.consistentRead());
    Selecting selecting = new Selecting(table, prepared, consistent);
    if (Throughputs.isLimited(table)) {
      throughputs.admitRead(table, selecting.index(), null, null);
    }
    Consumed consumed = new Consumed(table, prepared.statement().table());
    int limit = in.limit() == null ? Integer.MAX_VALUE : in.limit();
    return new Read(selecting.read(reader, from, limit, consistent, consumed), consumed);
  }

  private static long fingerprint(ExecuteStatementInput in) {
    long fingerprint = NextToken.fingerprint(in.statement(), 0);
    return in.parameters() == null
        ? fingerprint
        : fingerprint * 31 + in.struct().get("Parameters").hashCode();
  }

  private ExecuteStatementOutput write(ExecuteStatementInput in, Prepared prepared, Call call) {
    String name = prepared.statement().table();
    TableDefinition table = catalog.forItems(name, call);
    ItemWrite write =
        Writes.of(table, prepared, ALL_OLD.equals(in.returnValuesOnConditionCheckFailure()));
    ExecuteStatementOutput out = new ExecuteStatementOutput();
    List<Map<String, Struct>> found = new ArrayList<>(1);
    try {
      Items.Answer answer = items.write(name, call, write, in.returnConsumedCapacity(), null);
      out.consumedCapacity(answer.consumed());
      Map<String, Value> returned = Writes.returned(prepared, answer.result());
      if (returned != null) {
        found.add(AttributeValues.DYNAMODB.structs(returned));
      }
    } catch (DuplicateItemException e) {
      if (!(prepared.statement() instanceof Statement.Insert insert && insert.doNothing())) {
        throw e;
      }
    }
    out.struct().set("Items", found);
    return out;
  }
}
