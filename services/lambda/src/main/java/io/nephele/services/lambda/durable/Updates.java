package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.CallbackDetails;
import io.nephele.api.lambda.CallbackOptions;
import io.nephele.api.lambda.CallbackStartedDetails;
import io.nephele.api.lambda.ChainedInvokeDetails;
import io.nephele.api.lambda.ChainedInvokeOptions;
import io.nephele.api.lambda.ChainedInvokeStartedDetails;
import io.nephele.api.lambda.ContextDetails;
import io.nephele.api.lambda.ContextFailedDetails;
import io.nephele.api.lambda.ContextStartedDetails;
import io.nephele.api.lambda.ContextSucceededDetails;
import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.EventType;
import io.nephele.api.lambda.ExecutionStatus;
import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationAction;
import io.nephele.api.lambda.OperationStatus;
import io.nephele.api.lambda.OperationType;
import io.nephele.api.lambda.OperationUpdate;
import io.nephele.api.lambda.StepDetails;
import io.nephele.api.lambda.StepFailedDetails;
import io.nephele.api.lambda.StepStartedDetails;
import io.nephele.api.lambda.StepSucceededDetails;
import io.nephele.api.lambda.WaitCancelledDetails;
import io.nephele.api.lambda.WaitDetails;
import io.nephele.api.lambda.WaitStartedDetails;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.state.LambdaErrors;
import java.time.Instant;
import java.util.Objects;

/** Applies what a function says of its operations. */
final class Updates {
  private final Change change;

  Updates(Change change) {
    this.change = change;
  }

  /** Applies an update; an error to the caller if it cannot be. */
  void apply(OperationUpdate update) {
    if (update.type().equals(OperationType.EXECUTION)) {
      execution(update);
      return;
    }
    OperationRow known = change.find(update.id());
    Operation operation =
        known == null
            ? new Operation()
                .id(update.id())
                .type(update.type())
                .startTimestamp(change.now())
                .status(OperationStatus.STARTED)
            : known.operation();
    check(update, operation, known == null);
    operation
        .parentId(update.parentId() == null ? operation.parentId() : update.parentId())
        .name(update.name() == null ? operation.name() : update.name())
        .subType(update.subType() == null ? operation.subType() : update.subType());
    switch (update.type()) {
      case OperationType.CONTEXT -> context(update, operation);
      case OperationType.STEP -> step(update, operation);
      case OperationType.WAIT -> pause(update, operation);
      case OperationType.CALLBACK -> callback(update, operation);
      default -> call(update, operation);
    }
  }

  private void check(OperationUpdate update, Operation operation, boolean isNew) {
    if (!Objects.equals(operation.type(), update.type())) {
      throw LambdaErrors.invalid(
          "Operation " + update.id() + " is of type " + operation.type() + ".");
    }
    boolean begins = update.action().equals(OperationAction.START);
    boolean again =
        operation.type().equals(OperationType.STEP)
            && (OperationStatus.READY.equals(operation.status())
                || OperationStatus.PENDING.equals(operation.status()));
    if (begins && !isNew && !again) {
      throw LambdaErrors.invalid("Operation " + update.id() + " has been started already.");
    }
    if (isOver(operation)) {
      throw LambdaErrors.invalid("Operation " + update.id() + " has ended already.");
    }
    if (update.parentId() != null) {
      OperationRow parent = change.find(update.parentId());
      if (parent == null) {
        throw LambdaErrors.invalid("There is no operation " + update.parentId() + ".");
      }
    }
  }

  /** Whether nothing happens to an operation any more. */
  static boolean isOver(Operation operation) {
    return switch (operation.status()) {
      case OperationStatus.STARTED, OperationStatus.PENDING, OperationStatus.READY -> false;
      default -> true;
    };
  }

  private void execution(OperationUpdate update) {
    switch (update.action()) {
      case OperationAction.SUCCEED -> change.end(ExecutionStatus.SUCCEEDED, update.payload(), null);
      case OperationAction.FAIL -> change.end(ExecutionStatus.FAILED, null, update.error());
      default -> throw unknown(update);
    }
  }

  private static AwsException unknown(OperationUpdate update) {
    return LambdaErrors.invalid(
        "Action "
            + update.action()
            + " is not valid for operations of type "
            + update.type()
            + ".");
  }

  private void context(OperationUpdate update, Operation operation) {
    switch (update.action()) {
      case OperationAction.START -> {
        change.event(
            EventType.CONTEXT_STARTED,
            operation,
            e -> e.contextStartedDetails(new ContextStartedDetails()));
        operation.contextDetails(new ContextDetails());
      }
      case OperationAction.SUCCEED -> {
        ContextDetails details = new ContextDetails().result(update.payload());
        if (update.contextOptions() != null) {
          details.replayChildren(update.contextOptions().replayChildren());
        }
        operation.contextDetails(details);
        end(operation, OperationStatus.SUCCEEDED);
        change.event(
            EventType.CONTEXT_SUCCEEDED,
            operation,
            e ->
                e.contextSucceededDetails(
                    new ContextSucceededDetails().result(Details.result(update.payload()))));
      }
      case OperationAction.FAIL -> {
        operation.contextDetails(new ContextDetails().error(update.error()));
        end(operation, OperationStatus.FAILED);
        change.event(
            EventType.CONTEXT_FAILED,
            operation,
            e ->
                e.contextFailedDetails(
                    new ContextFailedDetails().error(Details.error(update.error()))));
      }
      default -> throw unknown(update);
    }
    change.put(operation, null);
  }

  private void end(Operation operation, String status) {
    operation.status(status).endTimestamp(change.now());
  }

  private void step(OperationUpdate update, Operation operation) {
    int before = operation.stepDetails() == null ? 0 : operation.stepDetails().attempt();
    switch (update.action()) {
      case OperationAction.START -> {
        StepDetails last = operation.stepDetails();
        operation
            .status(OperationStatus.STARTED)
            .stepDetails(
                new StepDetails()
                    .attempt(before)
                    .result(last == null ? null : last.result())
                    .error(last == null ? null : last.error()));
        change.noLongerDue(operation.id(), Dues.RETRY);
        change.event(
            EventType.STEP_STARTED, operation, e -> e.stepStartedDetails(new StepStartedDetails()));
      }
      case OperationAction.RETRY -> retry(update, operation, before + 1);
      case OperationAction.SUCCEED -> {
        operation.stepDetails(new StepDetails().attempt(before + 1).result(update.payload()));
        end(operation, OperationStatus.SUCCEEDED);
        stepSucceeded(operation, update.payload(), before + 1, null);
      }
      case OperationAction.FAIL -> {
        operation.stepDetails(new StepDetails().attempt(before + 1).error(update.error()));
        end(operation, OperationStatus.FAILED);
        stepFailed(operation, update.error(), before + 1, null);
      }
      default -> throw unknown(update);
    }
    change.put(operation, null);
  }

  /** A step is tried again later: it failed, or it waits for something that is not there yet. */
  private void retry(OperationUpdate update, Operation operation, int attempt) {
    Integer delay =
        update.stepOptions() == null ? null : update.stepOptions().nextAttemptDelaySeconds();
    if (delay == null) {
      throw LambdaErrors.invalid("NextAttemptDelaySeconds is required to retry a step.");
    }
    Instant next = change.now().plusSeconds(delay);
    operation
        .status(OperationStatus.PENDING)
        .stepDetails(
            new StepDetails()
                .attempt(attempt)
                .nextAttemptTimestamp(next)
                .result(update.payload())
                .error(update.error()));
    if (update.error() == null) {
      stepSucceeded(operation, update.payload(), attempt, delay);
    } else {
      stepFailed(operation, update.error(), attempt, delay);
    }
    change.due(operation.id(), Dues.RETRY, next);
  }

  private void stepSucceeded(Operation operation, String result, int attempt, Integer delay) {
    change.event(
        EventType.STEP_SUCCEEDED,
        operation,
        e ->
            e.stepSucceededDetails(
                new StepSucceededDetails()
                    .result(Details.result(result))
                    .retryDetails(Details.retry(attempt, delay))));
  }

  private void stepFailed(Operation operation, ErrorObject error, int attempt, Integer delay) {
    change.event(
        EventType.STEP_FAILED,
        operation,
        e ->
            e.stepFailedDetails(
                new StepFailedDetails()
                    .error(Details.error(error))
                    .retryDetails(Details.retry(attempt, delay))));
  }

  private void pause(OperationUpdate update, Operation operation) {
    switch (update.action()) {
      case OperationAction.START -> {
        Integer seconds = update.waitOptions() == null ? null : update.waitOptions().waitSeconds();
        if (seconds == null) {
          throw LambdaErrors.invalid("WaitSeconds is required to start a wait.");
        }
        Instant end = change.now().plusSeconds(seconds);
        operation.waitDetails(new WaitDetails().scheduledEndTimestamp(end));
        change.due(operation.id(), Dues.WAIT, end);
        change.event(
            EventType.WAIT_STARTED,
            operation,
            e ->
                e.waitStartedDetails(
                    new WaitStartedDetails().duration(seconds).scheduledEndTimestamp(end)));
      }
      case OperationAction.CANCEL -> {
        end(operation, OperationStatus.CANCELLED);
        change.noLongerDue(operation.id(), Dues.WAIT);
        change.event(
            EventType.WAIT_CANCELLED,
            operation,
            e ->
                e.waitCancelledDetails(
                    new WaitCancelledDetails().error(Details.error(update.error()))));
      }
      default -> throw unknown(update);
    }
    change.put(operation, update.action().equals(OperationAction.START) ? update : null);
  }

  private void callback(OperationUpdate update, Operation operation) {
    if (!update.action().equals(OperationAction.START)) {
      throw unknown(update);
    }
    CallbackOptions options =
        update.callbackOptions() == null ? new CallbackOptions() : update.callbackOptions();
    String callback = CallbackIds.of(change.execution(), operation.id());
    operation.callbackDetails(new CallbackDetails().callbackId(callback));
    int timeout = seconds(options.timeoutSeconds());
    int heartbeat = seconds(options.heartbeatTimeoutSeconds());
    if (timeout > 0) {
      change.due(operation.id(), Dues.TIMEOUT, change.now().plusSeconds(timeout));
    }
    if (heartbeat > 0) {
      change.due(operation.id(), Dues.HEARTBEAT, change.now().plusSeconds(heartbeat));
    }
    change.event(
        EventType.CALLBACK_STARTED,
        operation,
        e ->
            e.callbackStartedDetails(
                new CallbackStartedDetails()
                    .callbackId(callback)
                    .timeout(timeout)
                    .heartbeatTimeout(heartbeat)));
    change.put(operation, update);
  }

  private static int seconds(Integer given) {
    return given == null ? 0 : given;
  }

  private void call(OperationUpdate update, Operation operation) {
    if (!update.action().equals(OperationAction.START)) {
      throw unknown(update);
    }
    ChainedInvokeOptions options = update.chainedInvokeOptions();
    if (options == null) {
      throw LambdaErrors.invalid("ChainedInvokeOptions are required to invoke a function.");
    }
    operation.chainedInvokeDetails(new ChainedInvokeDetails());
    change.event(
        EventType.CHAINED_INVOKE_STARTED,
        operation,
        e ->
            e.chainedInvokeStartedDetails(
                new ChainedInvokeStartedDetails()
                    .functionName(options.functionName())
                    .tenantId(options.tenantId())
                    .input(Details.input(update.payload()))));
    change.put(operation, update);
    change.call(operation.id());
  }
}
