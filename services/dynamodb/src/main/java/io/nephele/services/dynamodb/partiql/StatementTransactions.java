package io.nephele.services.dynamodb.partiql;

import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.api.dynamodb.ExecuteTransactionInput;
import io.nephele.api.dynamodb.ExecuteTransactionOutput;
import io.nephele.api.dynamodb.ItemResponse;
import io.nephele.api.dynamodb.ParameterizedStatement;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.capacity.Throughputs;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.transactions.WriteTransactions;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** ExecuteTransaction: reads of single items at one moment, or writes of all or nothing. */
public final class StatementTransactions {
  private static final String OPERATION = "ExecuteTransaction";
  private static final String ALL_OLD = "ALL_OLD";

  private final World world;
  private final TableCatalog catalog;
  private final ItemStore store;
  private final WriteTransactions writes;
  private final Throughputs throughputs;

  /** Transactions about that catalog's tables. */
  public StatementTransactions(
      World world,
      TableCatalog catalog,
      ItemStore store,
      WriteTransactions writes,
      Throughputs throughputs) {
    this.world = world;
    this.catalog = catalog;
    this.store = store;
    this.writes = writes;
    this.throughputs = throughputs;
  }

  /** What transactions of reads answer, and what they take. */
  private record Answer(List<ItemResponse> responses, List<Consumed> consumed) {}

  /** Answers ExecuteTransaction. */
  public ExecuteTransactionOutput execute(ExecuteTransactionInput in, Call call) {
    List<Prepared> statements = prepare(in);
    Answer answer =
        statements.getFirst().isRead() ? read(statements, call) : write(in, statements, call);
    List<ConsumedCapacity> capacities = new ArrayList<>(answer.consumed.size());
    for (Consumed consumed : answer.consumed) {
      capacities.add(consumed.toApi(in.returnConsumedCapacity(), true));
    }
    return new ExecuteTransactionOutput()
        .responses(answer.responses)
        .consumedCapacity(Consumed.isAsked(in.returnConsumedCapacity()) ? capacities : null);
  }

  private static List<Prepared> prepare(ExecuteTransactionInput in) {
    List<Prepared> statements = new ArrayList<>(in.transactStatements().size());
    for (ParameterizedStatement asked : in.transactStatements()) {
      List<Value> values = Prepared.values(asked.parameters());
      int number = statements.size();
      statements.add(checked(number, () -> Prepared.ofValues(asked.statement(), values)));
    }
    boolean reads = false;
    for (Prepared statement : statements) {
      reads |= statement.isRead();
    }
    for (int i = 0; i < statements.size(); i++) {
      Prepared statement = statements.get(i);
      if (reads && !statement.isRead()) {
        throw failed(
            i,
            statement.statement() instanceof Statement.Exists
                ? "EXISTS can only be used in ExecuteTransaction write requests."
                : "Unsupported operation in transaction.");
      }
      if (statement.statement() instanceof Statement.Insert insert && insert.doNothing()) {
        throw failed(i, "Unsupported operation in transaction.");
      }
      if (index(statement) != null) {
        throw failed(
            i,
            reads
                ? "Reads on indices are not supported within transactions."
                : "Operations on indices are not supported in transactions");
      }
      if (statement.returning() != null) {
        throw failed(i, "RETURNING clause is not supported in ExecuteTransaction.");
      }
    }
    return statements;
  }

  private static String index(Prepared prepared) {
    return switch (prepared.statement()) {
      case Statement.Select select -> select.index();
      case Statement.Exists exists -> exists.select().index();
      default -> null;
    };
  }

  private static AwsException failed(int number, String message) {
    return Validation.error("Validation failed in TransactStatements[" + number + "]: " + message);
  }

  /** Says of errors in which statement they are. */
  private static <T> T checked(int number, Supplier<T> made) {
    try {
      return made.get();
    } catch (AwsException e) {
      throw e.code().equals(Validation.CODE) ? failed(number, e.getMessage()) : e;
    }
  }

  private Answer read(List<Prepared> statements, Call call) {
    List<TableAddress> addresses = new ArrayList<>(statements.size());
    for (Prepared statement : statements) {
      addresses.add(TableAddress.of(statement.statement().table(), call));
    }
    Answer answer = world.store().read(reader -> read(reader, statements, addresses));
    for (Consumed consumed : answer.consumed) {
      catalog.requireKey(consumed.table(), call);
      throughputs.take(consumed, null, call);
    }
    return answer;
  }

  private Answer read(Reader reader, List<Prepared> statements, List<TableAddress> addresses) {
    Map<TableAddress, Consumed> tables = new LinkedHashMap<>();
    for (int i = 0; i < statements.size(); i++) {
      TableDefinition table = catalog.forTransaction(reader, addresses.get(i));
      String name = statements.get(i).statement().table();
      tables.computeIfAbsent(addresses.get(i), address -> new Consumed(table, name));
    }
    List<SingleRead> reads = reads(statements, addresses, tables);
    List<ItemResponse> responses = new ArrayList<>(reads.size());
    for (int i = 0; i < reads.size(); i++) {
      byte[] stored = store.get(reader, reads.get(i).key());
      int size = stored == null ? 0 : ItemCodec.size(stored);
      tables.get(addresses.get(i)).read(reads.get(i).key(), ReadUnits.inTransaction(size));
      Map<String, Value> item = reads.get(i).of(stored);
      ItemResponse response = new ItemResponse();
      responses.add(item == null ? response : response.item(AttributeValues.views(item)));
    }
    return new Answer(responses, List.copyOf(tables.values()));
  }

  private List<SingleRead> reads(
      List<Prepared> statements, List<TableAddress> addresses, Map<TableAddress, Consumed> tables) {
    List<SingleRead> reads = new ArrayList<>(statements.size());
    Set<ItemKey> keys = new HashSet<>();
    for (int i = 0; i < statements.size(); i++) {
      Prepared statement = statements.get(i);
      TableDefinition table = tables.get(addresses.get(i)).table();
      SingleRead read = checked(i, () -> SingleRead.of(table, statement, OPERATION));
      if (!keys.add(read.key())) {
        throw Validation.error(
            "Transaction request cannot include multiple operations on one item");
      }
      if (Throughputs.isLimited(table)) {
        throughputs.admitRead(table, null, read.key(), null);
      }
      reads.add(read);
    }
    return reads;
  }

  private Answer write(ExecuteTransactionInput in, List<Prepared> statements, Call call) {
    List<WriteTransactions.Part> parts = new ArrayList<>(statements.size());
    long fingerprint = 1;
    for (int i = 0; i < statements.size(); i++) {
      Prepared statement = statements.get(i);
      ParameterizedStatement asked = in.transactStatements().get(i);
      fingerprint = fingerprint * 31 + asked.struct().hashCode();
      String name = statement.statement().table();
      TableDefinition table = catalog.forItems(name, call);
      boolean showsItem = ALL_OLD.equals(asked.returnValuesOnConditionCheckFailure());
      parts.add(
          checked(
              i,
              () ->
                  new WriteTransactions.Part(
                      name, table.address(), Writes.of(table, statement, showsItem))));
    }
    WriteTransactions.Outcome outcome =
        writes.write(parts, in.clientRequestToken(), fingerprint, null, call);
    return new Answer(List.of(), outcome.consumed());
  }
}
