package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.Event;
import io.nephele.api.lambda.EventType;
import io.nephele.api.lambda.ExecutionFailedDetails;
import io.nephele.api.lambda.ExecutionStatus;
import io.nephele.api.lambda.ExecutionStoppedDetails;
import io.nephele.api.lambda.ExecutionSucceededDetails;
import io.nephele.api.lambda.ExecutionTimedOutDetails;
import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationUpdate;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A change of one execution, within a transaction. */
final class Change {
  /** So many operations an execution may have. */
  static final int MOST_OPERATIONS = 3000;

  private static final int TOKEN_LENGTH = 24;

  private final DurableWorld durable;
  private final Transaction transaction;
  private final Execution execution;
  private Progress progress;

  Change(DurableWorld durable, Transaction transaction, Execution execution) {
    this.durable = durable;
    this.transaction = transaction;
    this.execution = execution;
    Progress known = durable.tables().progress().get(transaction, execution.place());
    this.progress = known == null ? Progress.NONE : known;
  }

  Execution execution() {
    return execution;
  }

  Progress progress() {
    return progress;
  }

  void progress(Progress next) {
    this.progress = next;
  }

  Instant now() {
    return durable.lambda().now();
  }

  /** Stores how far it has come. */
  void store() {
    if (!ended()) {
      durable.tables().progress().put(transaction, execution.place(), progress);
    }
  }

  boolean ended() {
    return durable.tables().endings().contains(transaction, execution.place());
  }

  /** The operation of that id, or null. */
  OperationRow find(String id) {
    return durable.tables().operations().get(transaction, execution.place().with(id));
  }

  /** Those since a change, in their order. */
  List<OperationRow> since(long change) {
    return durable.tables().since(transaction, execution.place(), change);
  }

  /**
   * Stores an operation.
   *
   * @param request what was asked for, where it waits for something, or null
   */
  void put(Operation operation, OperationUpdate request) {
    OperationRow known = find(operation.id());
    if (known == null && progress.operations() >= MOST_OPERATIONS) {
      throw LambdaErrors.invalid("The execution has more than " + MOST_OPERATIONS + " operations.");
    }
    progress = progress.afterChange(known == null);
    durable
        .tables()
        .operations()
        .put(
            transaction,
            execution.place().with(operation.id()),
            new OperationRow(
                known == null ? progress.operations() : known.order(),
                progress.changes(),
                Bytes.of(StoredStructs.write(operation.struct())),
                request == null ? null : Bytes.of(StoredStructs.write(request.struct()))));
  }

  /** Adds an event of an operation to the history. */
  void event(String type, Operation of, Consumer<Event> details) {
    Event event =
        new Event().id(of.id()).parentId(of.parentId()).name(of.name()).subType(of.subType());
    add(type, event, details);
  }

  /** Adds an event of the execution to the history. */
  void event(String type, Consumer<Event> details) {
    add(type, new Event(), details);
  }

  private void add(String type, Event event, Consumer<Event> details) {
    progress = progress.afterEvent();
    event.eventType(type).eventId((int) progress.events()).eventTimestamp(now());
    details.accept(event);
    durable.tables().history().put(transaction, execution.place().with(progress.events()), event);
  }

  /** Gives the function a new token, by which it knows all that there is. */
  String tell(String client) {
    String token = durable.lambda().world().ids().hex(TOKEN_LENGTH);
    progress = progress.telling(token, client);
    return token;
  }

  /** Has the function invoked, now or when the invocation that runs has ended. */
  void wake() {
    if (progress.running()) {
      progress = progress.want();
    } else {
      run(now());
    }
  }

  /** Has the function invoked at that time. */
  void run(Instant due) {
    progress = progress.running(false);
    schedule(DurableTables.RUNS, execution.place(), due);
  }

  /** Something is due, of an operation or of the execution. */
  void due(String id, String what, Instant due) {
    schedule(DurableTables.DUES, execution.place().with(id).with(what), due);
  }

  /** A function is to be called for an operation. */
  void call(String id) {
    schedule(DurableTables.CALLS, execution.place().with(id), now());
  }

  void noLongerDue(String id, String what) {
    Key key = execution.place().with(id).with(what);
    durable.lambda().world().timers().cancel(transaction, DurableTables.DUES, key);
  }

  private void schedule(String kind, Key id, Instant due) {
    // The payload tells this timer from one that is being worked on.
    Bytes payload = Bytes.utf8(progress.changes() + "." + progress.events());
    durable.lambda().world().timers().schedule(transaction, kind, id, due, payload);
  }

  /** Ends the execution. */
  void end(String status, String result, ErrorObject error) {
    if (ended()) {
      return;
    }
    Instant now = now();
    switch (status) {
      case ExecutionStatus.SUCCEEDED ->
          event(
              EventType.EXECUTION_SUCCEEDED,
              e ->
                  e.executionSucceededDetails(
                      new ExecutionSucceededDetails().result(Details.result(result))));
      case ExecutionStatus.FAILED ->
          event(
              EventType.EXECUTION_FAILED,
              e ->
                  e.executionFailedDetails(
                      new ExecutionFailedDetails().error(Details.error(error))));
      case ExecutionStatus.TIMED_OUT ->
          event(
              EventType.EXECUTION_TIMED_OUT,
              e ->
                  e.executionTimedOutDetails(
                      new ExecutionTimedOutDetails().error(Details.error(error))));
      default ->
          event(
              EventType.EXECUTION_STOPPED,
              e ->
                  e.executionStoppedDetails(
                      new ExecutionStoppedDetails().error(Details.error(error))));
    }
    Key place = execution.place();
    durable
        .tables()
        .progress()
        .put(transaction, place, progress.telling(null, null).running(false));
    durable.tables().endings().put(transaction, place, Ending.of(status, now, result, error));
    durable.lambda().world().timers().cancel(transaction, DurableTables.RUNS, place);
    noLongerDue(Dues.EXECUTION, Dues.TIMEOUT);
    due(Dues.EXECUTION, Dues.RETENTION, now.plus(Duration.ofDays(execution.retentionDays())));
    transaction.afterCommit(
        () -> {
          durable.ended().wakeAll();
          count(status, now);
        });
  }

  private void count(String status, Instant now) {
    FunctionRef ref = execution.ref();
    String name =
        switch (status) {
          case ExecutionStatus.SUCCEEDED -> "DurableExecutionSucceeded";
          case ExecutionStatus.FAILED -> "DurableExecutionFailed";
          case ExecutionStatus.TIMED_OUT -> "DurableExecutionTimedOut";
          default -> "DurableExecutionStopped";
        };
    durable.metrics().count(ref, null, name, 1);
    durable.metrics().count(ref, null, "DurableExecutionOperations", progress.operations());
    double took = Duration.between(execution.startedAt(), now).toMillis();
    durable.metrics().milliseconds(ref, null, "DurableExecutionDuration", took);
  }
}
