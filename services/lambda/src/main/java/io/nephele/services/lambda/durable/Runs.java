package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.EventType;
import io.nephele.api.lambda.ExecutionStatus;
import io.nephele.api.lambda.InvocationCompletedDetails;
import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationStatus;
import io.nephele.api.lambda.OperationType;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.invoke.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Invokes functions to begin executions and to go on with them, and takes what they answer. */
final class Runs {
  /** So many invocations in a row may fail before the execution does. */
  private static final int MOST_FAILURES = 5;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration WHEN_THROTTLED = Duration.ofSeconds(1);

  private final DurableWorld durable;
  private final Invoker invoker;

  Runs(DurableWorld durable, Invoker invoker) {
    this.durable = durable;
    this.invoker = invoker;
  }

  /** Has executions go on from now on; called when the service is bound. */
  void start() {
    durable.lambda().world().timers().onWork(DurableTables.RUNS, this::work);
  }

  private record Begun(Execution execution, String event) {}

  private void work(Timer timer) {
    Begun begun = durable.change(timer.id(), Runs::begin);
    if (begun == null) {
      return;
    }
    Execution execution = begun.execution();
    String requestId = durable.lambda().uuid();
    Instant began = durable.lambda().now();
    Outcome outcome;
    try {
      Target target = invoker.find(execution.ref());
      outcome =
          invoker
              .runDurable(
                  target,
                  new Invoker.Request(
                      requestId,
                      Bytes.utf8(begun.event()),
                      null,
                      execution.traceHeader(),
                      null,
                      null))
              .outcome();
    } catch (AwsException e) {
      notRun(timer.id(), e);
      return;
    }
    if (outcome.error() != null && durable.lambda().world().waits().ended()) {
      // Its environment ended because the program stops: that is no fault of the function.
      again(timer.id(), WHEN_THROTTLED);
      return;
    }
    ErrorObject error = outcome.error() == null ? null : Calls.error(outcome.payload().utf8());
    durable.change(
        timer.id(),
        change -> {
          change.event(
              EventType.INVOCATION_COMPLETED,
              e ->
                  e.invocationCompletedDetails(
                      new InvocationCompletedDetails()
                          .startTimestamp(began)
                          .endTimestamp(change.now())
                          .requestId(requestId)
                          .error(error == null ? null : Details.error(error))));
          if (error == null) {
            answered(change, outcome.payload().utf8());
          } else {
            failed(change, error);
          }
          return null;
        });
  }

  private static Begun begin(Change change) {
    long told = change.progress().told();
    String token = change.tell(null);
    change.progress(change.progress().running(true));
    List<OperationRow> all = change.since(0);
    return new Begun(change.execution(), Envelopes.of(change.execution(), token, all, told));
  }

  /** It could not be invoked: it is tried again if that can help. */
  private void notRun(Key place, AwsException e) {
    if (e.status() == 429) {
      again(place, WHEN_THROTTLED);
    } else if (e.status() == 404) {
      durable.change(
          place,
          change -> {
            change.end(ExecutionStatus.FAILED, null, Details.error(e.code(), e.getMessage()));
            return null;
          });
    } else {
      durable.change(
          place,
          change -> {
            failed(change, Details.error(e.code(), e.getMessage()));
            return null;
          });
    }
  }

  private void again(Key place, Duration pause) {
    durable.change(
        place,
        change -> {
          change.run(change.now().plus(pause));
          return null;
        });
  }

  private static void failed(Change change, ErrorObject error) {
    int failures = change.progress().failures() + 1;
    if (failures > MOST_FAILURES) {
      change.end(ExecutionStatus.FAILED, null, error);
      return;
    }
    change.progress(change.progress().withFailures(failures));
    change.run(change.now().plus(AFTER_FAILURE));
  }

  private static void answered(Change change, String payload) {
    Map<?, ?> answer = JsonText.parse(payload) instanceof Map<?, ?> map ? map : Map.of();
    Object result = answer.get("Result");
    switch (String.valueOf(answer.get("Status"))) {
      case "SUCCEEDED" ->
          change.end(ExecutionStatus.SUCCEEDED, result instanceof String text ? text : null, null);
      case "FAILED" -> change.end(ExecutionStatus.FAILED, null, error(answer.get("Error")));
      case "PENDING" -> pending(change);
      default ->
          change.end(
              ExecutionStatus.FAILED,
              null,
              Details.error(
                  "InvalidParameterValueException", "Invalid Status in invocation output."));
    }
  }

  private static ErrorObject error(Object told) {
    ErrorObject error = new ErrorObject();
    if (told instanceof Map<?, ?> map) {
      error
          .errorMessage(map.get("ErrorMessage") instanceof String text ? text : null)
          .errorType(map.get("ErrorType") instanceof String text ? text : null)
          .errorData(map.get("ErrorData") instanceof String text ? text : null);
      if (map.get("StackTrace") instanceof List<?> lines) {
        error.stackTrace(lines.stream().map(String::valueOf).toList());
      }
    }
    return error;
  }

  private static void pending(Change change) {
    Progress progress = change.progress().withFailures(0);
    change.progress(progress);
    boolean ready = progress.wanted();
    boolean waits = false;
    for (OperationRow row : change.since(0)) {
      Operation operation = row.operation();
      ready |= OperationStatus.READY.equals(operation.status());
      waits |= isAwaited(operation);
    }
    if (ready) {
      change.run(change.now());
    } else if (waits) {
      change.progress(progress.running(false));
    } else {
      change.end(
          ExecutionStatus.FAILED,
          null,
          Details.error(
              "InvalidParameterValueException",
              "Cannot return PENDING status with no pending operations."));
    }
  }

  /** Whether an execution goes on when something has happened to an operation. */
  private static boolean isAwaited(Operation operation) {
    return switch (operation.type()) {
      case OperationType.WAIT, OperationType.CALLBACK, OperationType.CHAINED_INVOKE ->
          OperationStatus.STARTED.equals(operation.status());
      case OperationType.STEP -> OperationStatus.PENDING.equals(operation.status());
      default -> false;
    };
  }
}
