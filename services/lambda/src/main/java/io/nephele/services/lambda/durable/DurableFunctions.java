package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.DurableConfig;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Lambda;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.invoke.FunctionMetrics;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.invoke.Target;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;

/** Durable functions of a world, put together. */
public final class DurableFunctions {
  private final DurableWorld durable;
  private final DurableInvocations invocations;

  /** Durable functions, whose executions go on from now on. */
  public DurableFunctions(
      LambdaWorld lambda, Invoker invoker, FunctionMetrics metrics, ExecutionRoles roles) {
    this.durable = new DurableWorld(lambda, metrics);
    this.invocations = new DurableInvocations(durable);
    new Runs(durable, invoker).start();
    new Calls(durable, roles).start();
    new Dues(durable).start();
  }

  /** Binds the operations on executions. */
  public void bind(Bindings on) {
    DurableExecutions executions = new DurableExecutions(durable);
    Checkpoints checkpoints = new Checkpoints(durable);
    Callbacks callbacks = new Callbacks(durable);
    on.bind(Lambda.GetDurableExecution, executions::get)
        .bind(Lambda.GetDurableExecutionHistory, executions::history)
        .bind(Lambda.ListDurableExecutionsByFunction, executions::list)
        .bind(Lambda.StopDurableExecution, executions::stop)
        .bind(Lambda.CheckpointDurableExecution, checkpoints::checkpoint)
        .bind(Lambda.GetDurableExecutionState, checkpoints::state)
        .bind(Lambda.SendDurableExecutionCallbackSuccess, callbacks::success)
        .bind(Lambda.SendDurableExecutionCallbackFailure, callbacks::failure)
        .bind(Lambda.SendDurableExecutionCallbackHeartbeat, callbacks::heartbeat);
  }

  /** Begins an execution, and waits for its end if the caller does. */
  public InvocationResponse invoke(
      InvocationRequest in, Target target, Bytes payload, boolean awaited, Call call) {
    return invocations.invoke(in, target, payload, awaited, call);
  }

  /** Begins an execution for an event source and waits for its end. */
  public Invoker.Done run(Target target, Bytes payload, String traceHeader) {
    return invocations.run(target, payload, traceHeader);
  }

  /** An error to the caller if a durable function cannot be one of an event source. */
  public static void checkEventSource(FunctionRef ref, DurableConfig config) {
    DurableInvocations.check(ref, config, true);
  }

  /** Removes the executions of a function that goes as a whole. */
  public void delete(Transaction transaction, FunctionRef ref) {
    if (ref.qualifier() == null) {
      durable.tables().deleteAll(transaction, ref.place());
    }
  }

  /** The execution of a callback, which needs permissions; null if the id is none. */
  public static String executionOf(String callbackId) {
    CallbackIds callback = CallbackIds.parse(callbackId);
    return callback == null ? null : callback.arn();
  }
}
