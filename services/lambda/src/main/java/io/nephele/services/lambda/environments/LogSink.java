package io.nephele.services.lambda.environments;

import java.time.Instant;

/** Takes what an environment logs, to send it to CloudWatch Logs. Called from several threads. */
@FunctionalInterface
public interface LogSink {
  /** Logs nothing. */
  LogSink NONE = (time, line) -> {};

  /**
   * Takes an event. Must not block for long: the function waits.
   *
   * @param time when, by the world's clock
   * @param message the line, with its line break as the program wrote it; or a whole message of
   *     several lines
   */
  void log(Instant time, String message);
}
