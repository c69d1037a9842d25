package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.Event;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.lambda.state.Structs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tables of durable executions, and the timers by which they go on. */
final class DurableTables {
  /** Timers that invoke the function of an execution. */
  static final String RUNS = "lambda.durableRuns";

  /** Timers of what happens to executions and operations in time. */
  static final String DUES = "lambda.durableDues";

  /** Timers that call the functions that executions invoke. */
  static final String CALLS = "lambda.durableCalls";

  /** By function and id. */
  private final Table<Execution> executions = Table.of("lambda.durable", Execution.class);

  private final Table<Progress> progress = Table.of("lambda.durableProgress", Progress.class);
  private final Table<Ending> endings = Table.of("lambda.durableEndings", Ending.class);

  /** By execution and id. */
  private final Table<OperationRow> operations =
      Table.of("lambda.durableOperations", OperationRow.class);

  /** By execution and number. */
  private final Table<Event> history =
      Table.of("lambda.durableEvents", Structs.codec(Event::new, Event::new));

  /** The executions by function and name. */
  private final Table<Name> names = Table.of("lambda.durableNames", Name.class);

  /** The id of the execution of a name. */
  record Name(String id) {}

  Table<Name> names() {
    return names;
  }

  Table<Execution> executions() {
    return executions;
  }

  Table<Progress> progress() {
    return progress;
  }

  Table<Ending> endings() {
    return endings;
  }

  Table<OperationRow> operations() {
    return operations;
  }

  Table<Event> history() {
    return history;
  }

  /** The operations of an execution in their order, those since a change. */
  List<OperationRow> since(Reader reader, Key execution, long change) {
    List<OperationRow> all = new ArrayList<>();
    for (Table.Row<OperationRow> row : operations.scan(reader, execution)) {
      if (row.value().changed() > change) {
        all.add(row.value());
      }
    }
    all.sort(Comparator.comparingLong(OperationRow::order));
    return all;
  }

  /** Removes an execution. */
  void delete(Transaction transaction, Key place) {
    Execution execution = executions.get(transaction, place);
    if (execution != null) {
      names.delete(transaction, execution.ref().place().with(execution.name()));
      deletePrefix(transaction, place);
    }
  }

  /** Removes all executions of a function. */
  void deleteAll(Transaction transaction, Key function) {
    names.deletePrefix(transaction, function);
    deletePrefix(transaction, function);
  }

  private void deletePrefix(Transaction transaction, Key prefix) {
    executions.deletePrefix(transaction, prefix);
    progress.deletePrefix(transaction, prefix);
    endings.deletePrefix(transaction, prefix);
    operations.deletePrefix(transaction, prefix);
    history.deletePrefix(transaction, prefix);
  }
}
