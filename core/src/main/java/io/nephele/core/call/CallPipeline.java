package io.nephele.core.call;

import io.nephele.core.access.AccessControl;
import io.nephele.core.access.Authorization;
import io.nephele.core.faults.DroppedConnection;
import io.nephele.core.faults.Faults;
import io.nephele.core.faults.InjectedFaults;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.StoreFullException;
import io.nephele.core.store.StoreUnavailableException;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import io.nephele.wire.validate.InputValidator;
import io.nephele.wire.validate.ValidationStyle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The one path of every call, whoever makes it: may the caller do this, are quotas and injected
 * faults in the way, is the request what the model says, what does the service answer, and who is
 * told. Finding out who the caller is comes before it, where the request is.
 */
public final class CallPipeline {
  private static final Logger LOG = new LazyLogger(CallPipeline.class);

  private final Services services;
  private final AccessControl access;
  private final CallCheck quotas;
  private final Faults faults;
  private final CallRecorder recorder;
  private final InputValidator validator = new InputValidator();

  /** A pipeline over those services, with what stands at its places. */
  public CallPipeline(Services services, AccessControl access, CallCheck quotas, Faults faults) {
    this.services = services;
    this.access = access;
    this.quotas = quotas;
    this.faults = faults;
    this.recorder = access.recorder();
  }

  /**
   * Makes a call.
   *
   * @return the operation's result, frozen
   * @throws AwsException the error that AWS answers
   * @throws DroppedConnection if the caller is to get no answer
   */
  public Struct call(Call call, Struct request) {
    Authorization authorization = null;
    InjectedFaults injected = InjectedFaults.NONE;
    Struct result = null;
    try {
      authorization = access.authorize(call, request);
      if (authorization.denial() != null) {
        throw authorization.denial();
      }
      quotas.check(call, request);
      injected = faults.decide(call, request, authorization);
      injected.before();
      result = answer(call, request).freeze();
      injected.after();
      note(new CallRecord(call, request, authorization, result, null, injected.hits()));
      return result;
    } catch (AwsException e) {
      note(new CallRecord(call, request, authorization, null, e, injected.hits()));
      throw e;
    } catch (DroppedConnection e) {
      note(new CallRecord(call, request, authorization, result, null, injected.hits()));
      throw e;
    } catch (StoreFullException | StoreUnavailableException e) {
      LOG.log(Level.WARNING, "{0}: {1}", call.operation(), e.getMessage());
      AwsException failure = unavailable();
      note(new CallRecord(call, request, authorization, null, failure, injected.hits()));
      throw failure;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.ERROR, "failed to answer " + call.operation() + " " + call.requestId(), e);
      AwsException failure =
          AwsException.server(
              "InternalFailure",
              500,
              "The request processing has failed because of an unknown error, exception or"
                  + " failure.");
      note(new CallRecord(call, request, authorization, null, failure, injected.hits()));
      throw failure;
    }
  }

  /** The error for who calls while the store is full or away. */
  public static AwsException unavailable() {
    return AwsException.server(
        "ServiceUnavailable",
        503,
        "The request has failed due to a temporary failure of the server.");
  }

  /** Whoever takes note may fail; the call is what it is. */
  private void note(CallRecord record) {
    try {
      recorder.record(record);
    } catch (StoreFullException | StoreUnavailableException e) {
      LOG.log(Level.WARNING, "no note of {0}: {1}", record.call().requestId(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "failed to take note of " + record.call().requestId(), e);
    }
  }

  private Struct answer(Call call, Struct request) {
    Operation operation = call.operation();
    validator.validate(request, ValidationStyle.of(operation.service(), call.protocol()));
    Bindings.Binding<?, ?> binding = services.binding(operation);
    if (binding == null) {
      throw notImplemented(operation);
    }
    return binding.answer(request, call);
  }

  private static AwsException notImplemented(Operation operation) {
    return AwsException.server(
        "NotImplemented",
        501,
        "Nephele does not implement the operation "
            + operation.name()
            + " of "
            + operation.service().title()
            + " ("
            + operation.service().name()
            + ").");
  }
}
