package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.InvalidRuntimeException;
import io.nephele.api.lambda.TooManyRequestsException;
import io.nephele.api.lambda.TracingMode;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.EnvironmentException;
import io.nephele.services.lambda.environments.Invocation;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.environments.ResponseSink;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.time.Instant;
import java.util.function.Consumer;

/** Runs invocations: takes a place and an environment, invokes, and tells what happened. */
public final class Invoker {
  private static final int MOST_ROUNDS = 16;

  private final LambdaWorld lambda;
  private final Targets targets;
  private final Slots slots;
  private final Pool pool;
  private final FunctionMetrics metrics;
  private final Segments segments;
  private volatile Consumer<Target> coldStarts = target -> {};

  Invoker(
      LambdaWorld lambda,
      Targets targets,
      Slots slots,
      Pool pool,
      FunctionMetrics metrics,
      Segments segments) {
    this.lambda = lambda;
    this.targets = targets;
    this.slots = slots;
    this.pool = pool;
    this.metrics = metrics;
    this.segments = segments;
  }

  /**
   * What is to be run.
   *
   * @param requestId its id; retries have the same
   * @param payload JSON
   * @param clientContext JSON or null
   * @param traceHeader or null
   * @param tenantId the tenant on whose behalf, or null
   * @param sink takes the response as it comes, or null
   */
  public record Request(
      String requestId,
      Bytes payload,
      String clientContext,
      String traceHeader,
      String tenantId,
      ResponseSink sink) {}

  /** What came of it, and the version that ran. */
  public record Done(Outcome outcome, String version) {}

  /** Has somebody told of invocations of published versions that no environment waited for. */
  void onColdStart(Consumer<Target> listener) {
    coldStarts = listener;
  }

  /** Finds what a reference names. */
  public Target find(FunctionRef ref) {
    return targets.find(ref);
  }

  /**
   * Takes a place for a target, which its invocation gives back.
   *
   * @throws AwsException if too much runs
   */
  public Slots.Slot admit(Target target) {
    if (target.configuration().durableConfig() != null) {
      throw LambdaErrors.notImplemented("URLs and streamed responses of durable functions");
    }
    return place(target);
  }

  private Slots.Slot place(Target target) {
    try {
      return slots.take(target.function());
    } catch (AwsException e) {
      metrics.count(target.ref(), target.version(), "Throttles", 1);
      throw e;
    }
  }

  /** Runs a target and waits for its end. */
  public Done run(Target target, Request request) {
    return run(target, request, admit(target));
  }

  /** As the other, an invocation of a durable function that its execution asks for. */
  public Done runDurable(Target target, Request request) {
    return run(target, request, place(target));
  }

  /** As the other, in a place that was taken before. */
  public Done run(Target target, Request request, Slots.Slot slot) {
    try (slot) {
      checkTenant(target, request.tenantId());
      checkState(target);
      Pool.Lease lease = lease(target, request.tenantId());
      if (lease.cold() && !target.version().equals(FunctionRef.LATEST)) {
        coldStarts.accept(target);
      }
      metrics.running(target, slot, lease);
      boolean active = TracingMode.ACTIVE.equals(target.configuration().tracingConfig().mode());
      TraceHeader before =
          TraceHeader.parse(
              request.traceHeader(), lambda.world().ids(), lambda.now().getEpochSecond());
      String segment = lambda.world().ids().hex(16);
      TraceHeader header = before.through(segment, active);
      Instant begun = lambda.now();
      Outcome outcome;
      try {
        outcome = lease.warm().environment().invoke(invocation(target, request, header));
      } finally {
        pool.give(target, lease);
        lease.warm().logs().flush();
      }
      metrics.ran(target, outcome);
      if (active && "1".equals(header.sampled())) {
        segments.send(target, before, segment, request.requestId(), begun, outcome);
      }
      return new Done(outcome, target.version());
    }
  }

  private static void checkState(Target target) {
    String state = target.configuration().state();
    if (state != null) {
      throw LambdaErrors.conflict(
          "The operation cannot be performed at this time. The function is currently in the"
              + " following state: "
              + state);
    }
  }

  /** An error to the caller if a function needs a tenant and there is none, or the reverse. */
  static void checkTenant(Target target, String tenantId) {
    boolean isolated = target.configuration().tenancyConfig() != null;
    if (isolated && tenantId == null) {
      throw LambdaErrors.invalid(
          "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in"
              + " your request and try again.");
    }
    if (!isolated && tenantId != null) {
      throw LambdaErrors.invalid(
          "The invoked function is not enabled with tenancy configuration. Remove the tenant ID"
              + " from your request and try again.");
    }
  }

  private Pool.Lease lease(Target target, String tenantId) {
    try {
      return pool.take(target, tenantId);
    } catch (TooManyRequestsException e) {
      metrics.count(target.ref(), target.version(), "Throttles", 1);
      throw e;
    } catch (EnvironmentException e) {
      throw new InvalidRuntimeException(e.getMessage()).type("Server");
    }
  }

  private static Invocation invocation(Target target, Request request, TraceHeader header) {
    return new Invocation(
        request.requestId(),
        request.payload(),
        request.clientContext(),
        null,
        header.toString(),
        target.ref().arn(),
        request.tenantId(),
        request.sink());
  }

  /**
   * The trace header of an event on its way through a function.
   *
   * @return null if it has come through the function so often that it must be a loop
   */
  public String traceThrough(FunctionRef function, String header, boolean loopsAllowed) {
    TraceHeader before =
        TraceHeader.parse(header, lambda.world().ids(), lambda.now().getEpochSecond());
    TraceHeader after = before.through(function);
    return !loopsAllowed && after.count(function) > MOST_ROUNDS ? null : after.toString();
  }
}
