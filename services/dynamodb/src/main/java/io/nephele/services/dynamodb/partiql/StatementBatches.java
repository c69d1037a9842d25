package io.nephele.services.dynamodb.partiql;

import io.nephele.api.dynamodb.BatchExecuteStatementInput;
import io.nephele.api.dynamodb.BatchExecuteStatementOutput;
import io.nephele.api.dynamodb.BatchStatementError;
import io.nephele.api.dynamodb.BatchStatementRequest;
import io.nephele.api.dynamodb.BatchStatementResponse;
import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.api.dynamodb.DuplicateItemException;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.items.ItemWrite;
import io.nephele.services.dynamodb.items.ItemWriter;
import io.nephele.services.dynamodb.items.Items;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** BatchExecuteStatement: statements of one item each, which succeed or fail for themselves. */
public final class StatementBatches {
  private static final String EXCEPTION = "Exception";

  private final World world;
  private final TableCatalog catalog;
  private final ItemStore store;
  private final Items items;
  private final Throughputs throughputs;

  /** Batches about that catalog's tables. */
  public StatementBatches(
      World world, TableCatalog catalog, ItemStore store, Items items, Throughputs throughputs) {
    this.world = world;
    this.catalog = catalog;
    this.store = store;
    this.items = items;
    this.throughputs = throughputs;
  }

  /** A statement as it was read, or what is wrong with it. */
  private record Member(BatchStatementRequest asked, Prepared prepared, AwsException error) {}

  /** Answers BatchExecuteStatement. */
  public BatchExecuteStatementOutput execute(BatchExecuteStatementInput in, Call call) {
    List<Member> members = members(in);
    requireOneKind(members);
    Map<TableAddress, Consumed> consumed = new LinkedHashMap<>();
    List<BatchStatementResponse> responses = new ArrayList<>(members.size());
    for (Member member : members) {
      responses.add(respond(member, call, consumed));
    }
    List<ConsumedCapacity> capacities = new ArrayList<>(consumed.size());
    for (Consumed each : consumed.values()) {
      capacities.add(each.toApi(in.returnConsumedCapacity(), false));
    }
    return new BatchExecuteStatementOutput()
        .responses(responses)
        .consumedCapacity(Consumed.isAsked(in.returnConsumedCapacity()) ? capacities : null);
  }

  private static List<Member> members(BatchExecuteStatementInput in) {
    List<Member> members = new ArrayList<>(in.statements().size());
    for (BatchStatementRequest asked : in.statements()) {
      try {
        members.add(new Member(asked, Prepared.of(asked.statement(), asked.parameters()), null));
      } catch (AwsException e) {
        members.add(new Member(asked, null, e));
      }
    }
    return members;
  }

  private static void requireOneKind(List<Member> members) {
    boolean reads = false;
    boolean writes = false;
    for (Member member : members) {
      if (member.prepared != null) {
        reads |= member.prepared.isRead();
        writes |= !member.prepared.isRead();
      }
    }
    if (reads && writes) {
      throw Validation.error(
          "Statements within BatchExecuteStatement must be all reads or all writes.");
    }
  }

  private BatchStatementResponse respond(
      Member member, Call call, Map<TableAddress, Consumed> consumed) {
    BatchStatementResponse response = new BatchStatementResponse();
    if (member.error != null) {
      return response.error(error(member.error));
    }
    try {
      Map<String, Value> item =
          member.prepared.isRead()
              ? read(member, call, consumed, response)
              : write(member.prepared, call, consumed, response);
      if (item != null && !item.isEmpty()) {
        response.item(AttributeValues.views(item));
      }
      return response;
    } catch (AwsException e) {
      return response.error(error(e));
    }
  }

  private Map<String, Value> read(
      Member member,
      Call call,
      Map<TableAddress, Consumed> consumed,
      BatchStatementResponse response) {
    String name = member.prepared.statement().table();
    TableDefinition table = catalog.forItems(name, call);
    SingleRead read = SingleRead.of(table, member.prepared, "BatchExecuteStatement");
    response.tableName(name);
    if (Throughputs.isLimited(table)) {
      throughputs.admitRead(table, null, read.key(), null);
    }
    byte[] stored = world.store().read(reader -> store.get(reader, read.key()));
    boolean consistent = Boolean.TRUE.equals(member.asked.consistentRead());
    double units = ReadUnits.of(stored == null ? 0 : ItemCodec.size(stored), consistent);
    of(table, name, consumed).read(units);
    Consumed taken = new Consumed(table, name);
    taken.read(read.key(), units);
    throughputs.take(taken, read.key(), call);
    return read.of(stored);
  }

  private Map<String, Value> write(
      Prepared prepared,
      Call call,
      Map<TableAddress, Consumed> consumed,
      BatchStatementResponse response) {
    if (prepared.statement() instanceof Statement.Exists) {
      throw Validation.error("EXISTS can only be used in ExecuteTransaction write requests.");
    }
    String name = prepared.statement().table();
    TableDefinition table = catalog.forItems(name, call);
    ItemWrite write = Writes.of(table, prepared, false);
    ItemKey key = ItemWriter.key(table, write);
    response.tableName(name);
    Items.Answer answer;
    try {
      answer = items.write(name, call, write, null, null);
    } catch (DuplicateItemException e) {
      if (prepared.statement() instanceof Statement.Insert insert && insert.doNothing()) {
        return null;
      }
      throw e;
    }
    of(table, name, consumed).write(answer.result().units(), 1);
    return Writes.returned(prepared, answer.result());
  }

  private static Consumed of(
      TableDefinition table, String name, Map<TableAddress, Consumed> consumed) {
    return consumed.computeIfAbsent(table.address(), address -> new Consumed(table, name));
  }

  /**
   * A statement's own error: the codes are those of exceptions, but for that of what is invalid.
   */
  private static BatchStatementError error(AwsException e) {
    String code = e.code();
    if (code.equals("ValidationException")) {
      code = "ValidationError";
    } else if (code.equals("ThrottlingException")) {
      code = "ThrottlingError";
    } else if (code.equals("AccessDeniedException")) {
      code = "AccessDenied";
    } else if (code.endsWith(EXCEPTION)) {
      code = code.substring(0, code.length() - EXCEPTION.length());
    }
    return new BatchStatementError().code(code).message(e.getMessage());
  }
}
