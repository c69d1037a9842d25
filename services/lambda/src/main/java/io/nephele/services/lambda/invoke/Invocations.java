package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.InvocationType;
import io.nephele.api.lambda.InvokeAsyncRequest;
import io.nephele.api.lambda.InvokeAsyncResponse;
import io.nephele.api.lambda.LogType;
import io.nephele.core.call.Call;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/** The operations that invoke functions and answer as a whole. */
public final class Invocations {
  private final Invoker invoker;
  private final Queue queue;
  private final Durable durable;

  /** Takes events of invocations that nobody waits for. */
  @FunctionalInterface
  public interface Queue {
    /** Takes an event for a function, to be run once this has returned. */
    void add(FunctionRef ref, Invoker.Request request);
  }

  /** Takes invocations of durable functions. */
  @FunctionalInterface
  public interface Durable {
    /** Begins an execution, and waits for its end if the caller does. */
    InvocationResponse invoke(
        InvocationRequest in, Target target, Bytes payload, boolean awaited, Call call);
  }

  /** The invocations of a world. */
  public Invocations(Invoker invoker, Queue queue, Durable durable) {
    this.invoker = invoker;
    this.queue = queue;
    this.durable = durable;
  }

  /** Answers Invoke. */
  public InvocationResponse invoke(InvocationRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    String type =
        in.invocationType() == null ? InvocationType.REQUEST_RESPONSE : in.invocationType();
    Target target = invoker.find(ref);
    Invoker.checkTenant(target, in.tenantId());
    int most = type.equals(InvocationType.EVENT) ? Payloads.MOST_QUEUED : Payloads.MOST_AWAITED;
    Bytes payload = Payloads.check(in.payload(), type, most);
    boolean isDurable = target.configuration().durableConfig() != null;
    if (!isDurable && in.durableExecutionName() != null) {
      throw LambdaErrors.invalid(
          "DurableExecutionName is only valid for functions with a durable configuration.");
    }
    if (isDurable && !type.equals(InvocationType.DRY_RUN)) {
      return durable.invoke(in, target, payload, !type.equals(InvocationType.EVENT), call);
    }
    Invoker.Request request =
        new Invoker.Request(
            call.requestId(),
            payload,
            Payloads.clientContext(in.clientContext()),
            call.origin().traceHeader(),
            in.tenantId(),
            null);
    return switch (type) {
      case InvocationType.DRY_RUN -> answer(204);
      case InvocationType.EVENT -> {
        queue.add(ref, request);
        yield answer(202);
      }
      default -> {
        Invoker.Done done = invoker.run(target, request);
        yield answer(done, LogType.TAIL.equals(in.logType()));
      }
    };
  }

  private static InvocationResponse answer(int status) {
    InvocationResponse out = new InvocationResponse().statusCode(status);
    out.struct().answerWith(status);
    return out;
  }

  private static InvocationResponse answer(Invoker.Done done, boolean tail) {
    Outcome outcome = done.outcome();
    return new InvocationResponse()
        .statusCode(200)
        .payload(outcome.payload())
        .functionError(outcome.functionError())
        .executedVersion(done.version())
        .logResult(tail ? Base64.getEncoder().encodeToString(outcome.logTail().toArray()) : null);
  }

  /** Answers InvokeAsync, the older way to queue an event. */
  public InvokeAsyncResponse invokeAsync(InvokeAsyncRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    Target target = invoker.find(ref);
    Invoker.checkTenant(target, null);
    if (target.configuration().durableConfig() != null) {
      throw LambdaErrors.invalid("You cannot invoke a durable function using an unqualified ARN.");
    }
    Bytes payload;
    try (InputStream body = in.invokeArgs().open()) {
      payload = Bytes.of(body.readNBytes(Payloads.MOST_QUEUED + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    queue.add(
        ref,
        new Invoker.Request(
            call.requestId(),
            Payloads.check(payload, InvocationType.EVENT, Payloads.MOST_QUEUED),
            null,
            call.origin().traceHeader(),
            null,
            null));
    return new InvokeAsyncResponse().status(202);
  }
}
