package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.DurableConfig;
import io.nephele.api.lambda.DurableExecutionAlreadyStartedException;
import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.EventType;
import io.nephele.api.lambda.ExecutionDetails;
import io.nephele.api.lambda.ExecutionStartedDetails;
import io.nephele.api.lambda.ExecutionStatus;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationStatus;
import io.nephele.api.lambda.OperationType;
import io.nephele.api.lambda.ServiceException;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Signal;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.ErrorKind;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.invoke.Target;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Invocations of durable functions: each begins an execution, or finds the one of its name. */
final class DurableInvocations {
  private static final int LONGEST_AWAITED = 900;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DurableWorld durable;

  DurableInvocations(DurableWorld durable) {
    this.durable = durable;
  }

  /**
   * Begins an execution for a call.
   *
   * @param awaited whether the caller waits for its end
   */
  InvocationResponse invoke(
      InvocationRequest in, Target target, Bytes payload, boolean awaited, Call call) {
    Execution execution =
        begin(target, in.durableExecutionName(), payload, awaited, call.origin().traceHeader());
    InvocationResponse out =
        new InvocationResponse()
            .durableExecutionArn(execution.arn())
            .executedVersion(execution.version());
    if (!awaited) {
      out.statusCode(202);
      out.struct().answerWith(202);
      return out;
    }
    Ending ending = await(execution);
    return out.statusCode(200)
        .payload(payload(ending))
        .functionError(succeeded(ending) ? null : "Unhandled");
  }

  /** Begins an execution for an event source and waits for its end. */
  Invoker.Done run(Target target, Bytes payload, String traceHeader) {
    Execution execution = begin(target, null, payload, true, traceHeader);
    Ending ending = await(execution);
    ErrorObject error = ending.errorObject();
    Outcome outcome =
        Outcome.ofAnother(
            payload(ending),
            succeeded(ending) ? null : ErrorKind.FUNCTION,
            error == null ? null : error.errorType(),
            Duration.between(execution.startedAt(), ending.endedAt()));
    return new Invoker.Done(outcome, execution.version());
  }

  private Execution begin(
      Target target, String name, Bytes payload, boolean awaited, String traceHeader) {
    DurableConfig config = target.configuration().durableConfig();
    check(target.ref(), config, awaited);
    Execution wanted =
        new Execution(
            target.ref().accountId(),
            target.ref().region(),
            target.ref().name(),
            target.version(),
            name == null ? durable.lambda().uuid() : name,
            durable.lambda().uuid(),
            durable.lambda().now(),
            payload.length() == 0 ? "{}" : payload.utf8(),
            config.executionTimeout(),
            config.retentionPeriodInDays(),
            traceHeader);
    Execution execution = durable.lambda().write(transaction -> begin(transaction, wanted));
    if (execution == wanted) {
      durable.metrics().count(target.ref(), target.version(), "DurableExecutionStarted", 1);
    }
    return execution;
  }

  /** An error to the caller if a durable function cannot be invoked so. */
  static void check(FunctionRef ref, DurableConfig config, boolean awaited) {
    if (ref.qualifier() == null) {
      throw LambdaErrors.invalid("You cannot invoke a durable function using an unqualified ARN.");
    }
    if (awaited && config.executionTimeout() > LONGEST_AWAITED) {
      throw LambdaErrors.invalid(
          "You cannot synchronously invoke a durable function with an executionTimeout greater than"
              + " 15 minutes.");
    }
  }

  /** Stores an execution; the one that there is, if it has the same name and input. */
  private Execution begin(Transaction transaction, Execution wanted) {
    DurableTables tables = durable.tables();
    Key name = wanted.ref().place().with(wanted.name());
    DurableTables.Name known = tables.names().get(transaction, name);
    if (known != null) {
      Execution found = tables.executions().get(transaction, wanted.ref().place().with(known.id()));
      if (found.input().equals(wanted.input()) && found.version().equals(wanted.version())) {
        return found;
      }
      throw new DurableExecutionAlreadyStartedException(
              "A durable execution with the name "
                  + wanted.name()
                  + " and another input has been started already.")
          .type("User");
    }
    tables.executions().put(transaction, wanted.place(), wanted);
    tables.names().put(transaction, name, new DurableTables.Name(wanted.id()));
    Change change = new Change(durable, transaction, wanted);
    change.put(
        new Operation()
            .id(wanted.id())
            .name(wanted.name())
            .type(OperationType.EXECUTION)
            .status(OperationStatus.STARTED)
            .startTimestamp(wanted.startedAt())
            .executionDetails(new ExecutionDetails().inputPayload(wanted.input())),
        null);
    change.event(
        EventType.EXECUTION_STARTED,
        e ->
            e.name(wanted.name())
                .executionStartedDetails(
                    new ExecutionStartedDetails()
                        .input(Details.input(wanted.input()))
                        .executionTimeout(wanted.timeoutSeconds())));
    change.due(Dues.EXECUTION, Dues.TIMEOUT, wanted.deadline());
    change.wake();
    change.store();
    return wanted;
  }

  private Ending await(Execution execution) {
    try {
      while (true) {
        Signal signal = durable.ended().enter();
        try {
          long seen = signal.version();
          Ending found =
              durable
                  .lambda()
                  .read(reader -> durable.tables().endings().get(reader, execution.place()));
          if (found != null) {
            return found;
          }
          if (!durable
              .lambda()
              .world()
              .waits()
              .await(signal, seen, execution.deadline().plus(GRACE))) {
            throw new ServiceException("The execution goes on: " + execution.arn()).type("Service");
          }
        } finally {
          durable.ended().leave(signal, false);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("The execution goes on: " + execution.arn()).type("Service");
    }
  }

  private static boolean succeeded(Ending ending) {
    return ending.status().equals(ExecutionStatus.SUCCEEDED);
  }

  /** What the caller gets: the result, or what went wrong. */
  private static Bytes payload(Ending ending) {
    if (succeeded(ending)) {
      return Bytes.utf8(ending.result() == null ? "null" : ending.result());
    }
    Map<String, Object> document = new LinkedHashMap<>();
    ErrorObject error = ending.errorObject();
    if (error != null) {
      document.put("errorMessage", error.errorMessage());
      document.put("errorType", error.errorType());
      document.put("errorData", error.errorData());
      document.put("stackTrace", error.stackTrace());
      document.values().removeIf(Objects::isNull);
    }
    return Bytes.utf8(JsonText.write(document));
  }
}
