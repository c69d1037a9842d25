package io.nephele.services.lambda.environments;

/** Makes the execution environments of one world, and closes them all with it. */
public interface Environments extends AutoCloseable {
  /**
   * A new environment, in which nothing runs yet.
   *
   * @param log takes what it logs
   * @throws EnvironmentException if this machine cannot run such functions: its message says what
   *     is missing and how to get it
   */
  ExecutionEnvironment create(EnvironmentSpec spec, LogSink log);

  /** Closes all environments. */
  @Override
  void close();
}
