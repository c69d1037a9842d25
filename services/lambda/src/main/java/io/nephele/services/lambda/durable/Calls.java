package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.ChainedInvokeDetails;
import io.nephele.api.lambda.ChainedInvokeFailedDetails;
import io.nephele.api.lambda.ChainedInvokeOptions;
import io.nephele.api.lambda.ChainedInvokeSucceededDetails;
import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.EventType;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationStatus;
import io.nephele.api.lambda.OperationUpdate;
import io.nephele.core.call.Origin;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.List;
import java.util.Map;

/** Calls the functions that executions invoke, as the role of theirs. */
final class Calls {
  private final DurableWorld durable;
  private final ExecutionRoles roles;

  Calls(DurableWorld durable, ExecutionRoles roles) {
    this.durable = durable;
    this.roles = roles;
  }

  /** Has functions called from now on; called when the service is bound. */
  void start() {
    durable.lambda().world().timers().onWork(DurableTables.CALLS, this::work);
  }

  private void work(Timer timer) {
    OperationRow row =
        durable.lambda().read(reader -> durable.tables().operations().get(reader, timer.id()));
    Key place = execution(timer.id());
    Execution execution =
        durable.lambda().read(reader -> durable.tables().executions().get(reader, place));
    if (row == null || execution == null || Updates.isOver(row.operation())) {
      return;
    }
    OperationUpdate update = row.update();
    String result = null;
    ErrorObject error = null;
    try {
      InvocationResponse done = invoke(execution, update);
      String payload = done.payload() == null ? null : done.payload().utf8();
      if (done.functionError() == null) {
        result = payload;
      } else {
        error = error(payload);
      }
    } catch (AwsException e) {
      if (!e.clientFault() || e.status() == 429) {
        throw e; // to be called again later
      }
      error = Details.error(e.code(), e.getMessage());
    }
    end(place, update.id(), result, error);
  }

  private static Key execution(Key operation) {
    KeyReader parts = operation.reader();
    return Key.of(parts.nextText())
        .with(parts.nextText())
        .with(parts.nextText())
        .with(parts.nextText());
  }

  private InvocationResponse invoke(Execution execution, OperationUpdate update) {
    FunctionRef ref = execution.ref();
    String role =
        durable
            .lambda()
            .read(reader -> durable.lambda().tables().require(reader, ref, ref.qualifier()))
            .configuration()
            .role();
    ChainedInvokeOptions options = update.chainedInvokeOptions();
    return durable
        .lambda()
        .world()
        .call(
            Lambda.Invoke,
            new InvocationRequest()
                .functionName(options.functionName())
                .tenantId(options.tenantId())
                .payload(update.payload() == null ? Bytes.EMPTY : Bytes.utf8(update.payload())),
            roles.session(role, ref),
            Regions.find(ref.region()),
            Origin.service(LambdaWorld.PRINCIPAL, ref.unqualifiedArn()));
  }

  /** The error that a function's error document tells. */
  static ErrorObject error(String document) {
    ErrorObject error = new ErrorObject();
    if (JsonText.parse(document) instanceof Map<?, ?> map) {
      error
          .errorMessage(map.get("errorMessage") instanceof String text ? text : null)
          .errorType(map.get("errorType") instanceof String text ? text : null);
      Object trace = map.get("stackTrace") == null ? map.get("trace") : map.get("stackTrace");
      if (trace instanceof List<?> lines) {
        error.stackTrace(lines.stream().map(String::valueOf).toList());
      }
      return error;
    }
    return error.errorMessage(document);
  }

  private void end(Key place, String id, String result, ErrorObject error) {
    durable.change(
        place,
        change -> {
          OperationRow row = change.find(id);
          if (row == null || Updates.isOver(row.operation())) {
            return null;
          }
          Operation operation = row.operation();
          operation
              .endTimestamp(change.now())
              .status(error == null ? OperationStatus.SUCCEEDED : OperationStatus.FAILED)
              .chainedInvokeDetails(new ChainedInvokeDetails().result(result).error(error));
          if (error == null) {
            change.event(
                EventType.CHAINED_INVOKE_SUCCEEDED,
                operation,
                e ->
                    e.chainedInvokeSucceededDetails(
                        new ChainedInvokeSucceededDetails().result(Details.result(result))));
          } else {
            change.event(
                EventType.CHAINED_INVOKE_FAILED,
                operation,
                e ->
                    e.chainedInvokeFailedDetails(
                        new ChainedInvokeFailedDetails().error(Details.error(error))));
          }
          change.put(operation, null);
          change.wake();
          return null;
        });
  }
}
