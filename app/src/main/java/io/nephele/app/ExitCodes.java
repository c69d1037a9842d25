package io.nephele.app;

/** What the command's exit codes mean. */
final class ExitCodes {
  static final int OK = 0;

  /** Something failed that is not the user's doing. */
  static final int FAILED = 1;

  /** A wrong option or value, a taken port, an unwritable folder. */
  static final int USAGE = 2;

  /** There is none running. */
  static final int NOT_RUNNING = 3;

  private ExitCodes() {}
}
