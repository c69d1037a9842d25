package io.nephele.services.lambda.environments;

/**
 * A place where a function runs, one invocation at a time. Programs in it are frozen between
 * invocations. It costs nothing until {@link #init} or the first {@link #invoke}.
 *
 * <p>One thread at a time; {@link #close} may come from any.
 */
public interface ExecutionEnvironment extends AutoCloseable {
  /** How it was asked for. */
  EnvironmentSpec spec();

  /**
   * Runs the init phase now, as provisioned concurrency does, and waits for its end. Without it the
   * first invocation does. Has no effect on one that is initialised.
   */
  InitOutcome init();

  /**
   * Runs an invocation and waits for its end: START, the runtime's work, END and REPORT are logged,
   * and the log's last lines are in the outcome. What the user's program does is an outcome, never
   * an exception. An environment whose programs crashed or timed out is initialised again by the
   * next invocation, as AWS does.
   *
   * @throws IllegalStateException if it is closed
   */
  Outcome invoke(Invocation invocation);

  /** Whether it can take another invocation: it is not closed, and its sandbox is not broken. */
  boolean usable();

  /**
   * Shuts down: extensions that asked for it get their SHUTDOWN event and two seconds, then
   * everything is ended and removed. An invocation that runs ends with an error. Closing again has
   * no effect.
   */
  @Override
  void close();
}
