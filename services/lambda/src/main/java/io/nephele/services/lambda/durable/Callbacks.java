package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.CallbackDetails;
import io.nephele.api.lambda.CallbackFailedDetails;
import io.nephele.api.lambda.CallbackOptions;
import io.nephele.api.lambda.CallbackSucceededDetails;
import io.nephele.api.lambda.CallbackTimeoutException;
import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.EventType;
import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationStatus;
import io.nephele.api.lambda.SendDurableExecutionCallbackFailureRequest;
import io.nephele.api.lambda.SendDurableExecutionCallbackFailureResponse;
import io.nephele.api.lambda.SendDurableExecutionCallbackHeartbeatRequest;
import io.nephele.api.lambda.SendDurableExecutionCallbackHeartbeatResponse;
import io.nephele.api.lambda.SendDurableExecutionCallbackSuccessRequest;
import io.nephele.api.lambda.SendDurableExecutionCallbackSuccessResponse;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.state.LambdaErrors;

/** The operations by which others answer what an execution waits for. */
final class Callbacks {
  private final DurableWorld durable;

  Callbacks(DurableWorld durable) {
    this.durable = durable;
  }

  /** What becomes of a callback. */
  @FunctionalInterface
  private interface Answer {
    void take(Change change, Operation operation, OperationRow row);
  }

  /** Answers SendDurableExecutionCallbackSuccess. */
  SendDurableExecutionCallbackSuccessResponse success(
      SendDurableExecutionCallbackSuccessRequest in, Call call) {
    String result = in.result() == null || in.result().length() == 0 ? null : in.result().utf8();
    answer(
        in.callbackId(),
        (change, operation, row) -> {
          operation
              .status(OperationStatus.SUCCEEDED)
              .callbackDetails(new CallbackDetails().callbackId(in.callbackId()).result(result));
          change.event(
              EventType.CALLBACK_SUCCEEDED,
              operation,
              e ->
                  e.callbackSucceededDetails(
                      new CallbackSucceededDetails().result(Details.result(result))));
          end(change, operation);
        });
    return new SendDurableExecutionCallbackSuccessResponse();
  }

  /** Answers SendDurableExecutionCallbackFailure. */
  SendDurableExecutionCallbackFailureResponse failure(
      SendDurableExecutionCallbackFailureRequest in, Call call) {
    ErrorObject error = in.error() == null ? new ErrorObject() : in.error();
    answer(
        in.callbackId(),
        (change, operation, row) -> {
          operation
              .status(OperationStatus.FAILED)
              .callbackDetails(new CallbackDetails().callbackId(in.callbackId()).error(error));
          change.event(
              EventType.CALLBACK_FAILED,
              operation,
              e ->
                  e.callbackFailedDetails(new CallbackFailedDetails().error(Details.error(error))));
          end(change, operation);
        });
    return new SendDurableExecutionCallbackFailureResponse();
  }

  private static void end(Change change, Operation operation) {
    operation.endTimestamp(change.now());
    change.put(operation, null);
    change.noLongerDue(operation.id(), Dues.TIMEOUT);
    change.noLongerDue(operation.id(), Dues.HEARTBEAT);
    change.wake();
  }

  /** Answers SendDurableExecutionCallbackHeartbeat. */
  SendDurableExecutionCallbackHeartbeatResponse heartbeat(
      SendDurableExecutionCallbackHeartbeatRequest in, Call call) {
    answer(
        in.callbackId(),
        (change, operation, row) -> {
          CallbackOptions options = row.update().callbackOptions();
          Integer seconds = options == null ? null : options.heartbeatTimeoutSeconds();
          if (seconds != null && seconds > 0) {
            change.due(operation.id(), Dues.HEARTBEAT, change.now().plusSeconds(seconds));
          }
        });
    return new SendDurableExecutionCallbackHeartbeatResponse();
  }

  private void answer(String id, Answer answer) {
    CallbackIds callback = CallbackIds.parse(id);
    if (callback == null) {
      throw unknown();
    }
    Boolean found =
        durable.change(
            Execution.place(callback.arn()),
            change -> {
              OperationRow row = change.find(callback.operation());
              if (row == null || !change.execution().arn().equals(callback.arn())) {
                throw unknown();
              }
              Operation operation = row.operation();
              if (OperationStatus.TIMED_OUT.equals(operation.status())) {
                throw new CallbackTimeoutException("The callback has timed out.").type("User");
              }
              if (!OperationStatus.STARTED.equals(operation.status())) {
                throw LambdaErrors.invalid("The callback has been answered already.");
              }
              answer.take(change, operation, row);
              return true;
            });
    if (found == null) {
      throw new CallbackTimeoutException("The execution of the callback has ended.").type("User");
    }
  }

  private static AwsException unknown() {
    return LambdaErrors.invalid("Invalid callback ID.");
  }
}
