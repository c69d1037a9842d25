package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.InvokeResponseStreamUpdate;
import io.nephele.api.lambda.InvokeWithResponseStreamCompleteEvent;
import io.nephele.api.lambda.InvokeWithResponseStreamRequest;
import io.nephele.api.lambda.InvokeWithResponseStreamResponse;
import io.nephele.api.lambda.InvokeWithResponseStreamResponseEvent;
import io.nephele.api.lambda.LogType;
import io.nephele.api.lambda.ResponseStreamingInvocationType;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import io.nephele.model.EventStream;
import io.nephele.model.Struct;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.state.FunctionRef;
import java.util.Base64;
import java.util.Map;

/** InvokeWithResponseStream: answers while the function responds. */
public final class StreamedInvocations {
  private final World world;
  private final Invoker invoker;

  /** The invocations of a world. */
  public StreamedInvocations(World world, Invoker invoker) {
    this.world = world;
    this.invoker = invoker;
  }

  /** Answers InvokeWithResponseStream. */
  public InvokeWithResponseStreamResponse invoke(InvokeWithResponseStreamRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    Target target = invoker.find(ref);
    Invoker.checkTenant(target, in.tenantId());
    Bytes payload = Payloads.check(in.payload(), "RequestResponse", Payloads.MOST_AWAITED);
    if (ResponseStreamingInvocationType.DRY_RUN.equals(in.invocationType())) {
      InvokeWithResponseStreamResponse out = new InvokeWithResponseStreamResponse().statusCode(204);
      out.struct().answerWith(204);
      return out;
    }
    Slots.Slot slot = invoker.admit(target);
    PipedResponse piped = new PipedResponse();
    Invoker.Request request =
        new Invoker.Request(
            call.requestId(),
            payload,
            Payloads.clientContext(in.clientContext()),
            call.origin().traceHeader(),
            in.tenantId(),
            piped);
    world
        .clock()
        .start(
            "invocation of " + ref.name(),
            () -> piped.run(() -> invoker.run(target, request, slot).outcome()));
    String contentType = piped.awaitBegin();
    return new InvokeWithResponseStreamResponse()
        .statusCode(200)
        .executedVersion(target.version())
        .responseStreamContentType(contentType)
        .eventStream(new Events(piped, LogType.TAIL.equals(in.logType())));
  }

  /** The response as events. */
  private static final class Events implements EventStream {
    private final PipedResponse piped;
    private final boolean tail;
    private boolean ended;

    Events(PipedResponse piped, boolean tail) {
      this.piped = piped;
      this.tail = tail;
    }

    @Override
    public Struct next() {
      if (ended) {
        return null;
      }
      Bytes piece = piped.next();
      if (piece != null) {
        return new InvokeWithResponseStreamResponseEvent()
            .payloadChunk(new InvokeResponseStreamUpdate().payload(piece))
            .struct();
      }
      ended = true;
      return new InvokeWithResponseStreamResponseEvent()
          .invokeComplete(complete(piped.outcome()))
          .struct();
    }

    private InvokeWithResponseStreamCompleteEvent complete(Outcome outcome) {
      InvokeWithResponseStreamCompleteEvent event = new InvokeWithResponseStreamCompleteEvent();
      if (tail) {
        event.logResult(Base64.getEncoder().encodeToString(outcome.logTail().toArray()));
      }
      if (outcome.error() != null) {
        Object document = JsonText.parse(outcome.payload().utf8());
        Object message = document instanceof Map<?, ?> map ? map.get("errorMessage") : null;
        event
            .errorCode(outcome.functionError())
            .errorDetails(message instanceof String text ? text : outcome.errorType());
      }
      return event;
    }

    @Override
    public void close() {
      piped.abandon();
    }
  }
}
