package io.nephele.services.lambda.environments;

import io.nephele.model.Bytes;
import java.time.Duration;

/**
 * How an invocation ended.
 *
 * @param payload the response, or the error's JSON document ({@code errorType}, {@code
 *     errorMessage} and what the runtime adds) where there is an error; empty where the response
 *     went to a sink
 * @param error how it failed, or null if it did not
 * @param errorType such as {@code Runtime.ExitError}, {@code Sandbox.Timedout} or the function's
 *     own; null without an error
 * @param timedOut whether the function's timeout ended it
 * @param streamed whether the function streamed its response
 * @param contentType what the runtime says of the response, or null
 * @param logTail the last 4 KB that were logged
 * @param duration how long the function took, as the REPORT line says
 * @param billedMilliseconds what AWS would bill, the init phase included
 * @param memoryUsedMegabytes the most memory that the environment used
 * @param initDuration the init phase's, where this invocation waited for it, or null
 * @param restoreDuration how long this invocation waited for a snapshot to be restored, or null
 * @param extensionsDuration how long extensions went on after the function, or null without any
 */
public record Outcome(
    Bytes payload,
    ErrorKind error,
    String errorType,
    boolean timedOut,
    boolean streamed,
    String contentType,
    Bytes logTail,
    Duration duration,
    long billedMilliseconds,
    int memoryUsedMegabytes,
    Duration initDuration,
    Duration restoreDuration,
    Duration extensionsDuration) {
  /** The same with the end of the log. */
  Outcome withLogTail(Bytes tail) {
    return new Outcome(
        payload,
        error,
        errorType,
        timedOut,
        streamed,
        contentType,
        tail,
        duration,
        billedMilliseconds,
        memoryUsedMegabytes,
        initDuration,
        restoreDuration,
        extensionsDuration);
  }

  /** How something else than an invocation ended that stands for one, as executions do. */
  public static Outcome ofAnother(
      Bytes payload, ErrorKind error, String errorType, Duration duration) {
    return new Outcome(
        payload,
        error,
        errorType,
        false,
        false,
        null,
        Bytes.EMPTY,
        duration,
        0,
        0,
        null,
        null,
        null);
  }

  /** The value of X-Amz-Function-Error, or null if the invocation went well. */
  public String functionError() {
    return error == null ? null : "Unhandled";
  }
}
