package io.nephele.core.faults;

import java.time.Duration;

/**
 * What a fault does to a call.
 *
 * @param kind what kind of failure it is
 * @param moment whether it comes before the service does what it is asked, or after
 * @param code of an error, its code, such as {@code ServiceUnavailable}; else null
 * @param status of an error, the HTTP status; null for the one that the code has in AWS
 * @param message of an error or throttling, its message; null for AWS's words
 * @param latency of latency, how long the call is held; else null
 * @param jitter of latency, up to how much longer, drawn evenly; null for none
 */
public record FaultEffect(
    Kind kind,
    Moment moment,
    String code,
    Integer status,
    String message,
    Duration latency,
    Duration jitter) {
  /** The kinds of failures. */
  public enum Kind {
    /** The call is answered with an error. */
    ERROR,
    /** The call is answered as the service answers those that come too fast. */
    THROTTLE,
    /** The call takes longer. */
    LATENCY,
    /** The connection is closed without an answer. */
    DROP
  }

  /** When it comes. */
  public enum Moment {
    /** Before the service does what it is asked: nothing is done. */
    BEFORE,
    /** After the service has done what it was asked: it is done, and the caller is not told. */
    AFTER
  }

  /** An error in place of the service's answer. */
  public static FaultEffect error(String code) {
    return new FaultEffect(Kind.ERROR, Moment.BEFORE, code, null, null, null, null);
  }

  /** An error with a status of its own. */
  public static FaultEffect error(String code, int status, String message) {
    return new FaultEffect(Kind.ERROR, Moment.BEFORE, code, status, message, null, null);
  }

  /** The service's own error for calls that come too fast. */
  public static FaultEffect throttle() {
    return new FaultEffect(Kind.THROTTLE, Moment.BEFORE, null, null, null, null, null);
  }

  /** The call is held for a while, by the world's clock. */
  public static FaultEffect latency(Duration latency) {
    return latency(latency, null);
  }

  /** The call is held for a while and up to that much longer, by the world's clock. */
  public static FaultEffect latency(Duration latency, Duration jitter) {
    return new FaultEffect(Kind.LATENCY, Moment.BEFORE, null, null, null, latency, jitter);
  }

  /** The connection is closed without an answer. */
  public static FaultEffect drop() {
    return new FaultEffect(Kind.DROP, Moment.BEFORE, null, null, null, null, null);
  }

  /** The same once the service has done what it was asked. */
  public FaultEffect after() {
    return new FaultEffect(kind, Moment.AFTER, code, status, message, latency, jitter);
  }
}
