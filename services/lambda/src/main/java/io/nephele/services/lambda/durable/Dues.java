package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.CallbackDetails;
import io.nephele.api.lambda.CallbackTimedOutDetails;
import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.EventType;
import io.nephele.api.lambda.ExecutionStatus;
import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationStatus;
import io.nephele.api.lambda.WaitSucceededDetails;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;

/** What happens to executions and their operations in time. */
final class Dues {
  /** In place of an operation's id, which has no such letter: the execution itself. */
  static final String EXECUTION = "*";

  static final String WAIT = "wait";
  static final String RETRY = "retry";
  static final String TIMEOUT = "timeout";
  static final String HEARTBEAT = "heartbeat";
  static final String RETENTION = "retention";

  private final DurableWorld durable;

  Dues(DurableWorld durable) {
    this.durable = durable;
  }

  /** Has them happen from now on; called when the service is bound. */
  void start() {
    durable.lambda().world().timers().on(DurableTables.DUES, this::fire);
  }

  private void fire(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    Key place =
        Key.of(parts.nextText())
            .with(parts.nextText())
            .with(parts.nextText())
            .with(parts.nextText());
    String id = parts.nextText();
    String what = parts.nextText();
    if (what.equals(RETENTION)) {
      durable.tables().delete(transaction, place);
      return;
    }
    durable.change(
        transaction,
        place,
        change -> {
          if (id.equals(EXECUTION)) {
            change.end(
                ExecutionStatus.TIMED_OUT,
                null,
                Details.error("Execution.TimedOut", "The execution has timed out"));
          } else {
            operation(change, id, what);
          }
          return null;
        });
  }

  private static void operation(Change change, String id, String what) {
    OperationRow row = change.find(id);
    if (row == null || Updates.isOver(row.operation())) {
      return;
    }
    Operation operation = row.operation();
    switch (what) {
      case WAIT -> {
        operation.status(OperationStatus.SUCCEEDED).endTimestamp(change.now());
        int seconds = row.update().waitOptions().waitSeconds();
        change.event(
            EventType.WAIT_SUCCEEDED,
            operation,
            e -> e.waitSucceededDetails(new WaitSucceededDetails().duration(seconds)));
      }
      case RETRY -> operation.status(OperationStatus.READY);
      default -> {
        String type = what.equals(TIMEOUT) ? "Callback.Timeout" : "Callback.Heartbeat";
        ErrorObject error = Details.error(type, "The callback has timed out");
        operation.status(OperationStatus.TIMED_OUT).endTimestamp(change.now());
        operation.callbackDetails(
            new CallbackDetails()
                .callbackId(operation.callbackDetails().callbackId())
                .error(error));
        change.noLongerDue(id, what.equals(TIMEOUT) ? HEARTBEAT : TIMEOUT);
        change.event(
            EventType.CALLBACK_TIMED_OUT,
            operation,
            e ->
                e.callbackTimedOutDetails(
                    new CallbackTimedOutDetails().error(Details.error(error))));
      }
    }
    change.put(operation, null);
    change.wake();
  }
}
