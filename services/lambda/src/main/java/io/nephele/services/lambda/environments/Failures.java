package io.nephele.services.lambda.environments;

import io.nephele.machine.sandboxes.Exceeded;
import java.util.Locale;

/** The failures that the platform itself names, in AWS's words. */
final class Failures {
  /** The function's time was over. */
  static final String TIMED_OUT = "Sandbox.Timedout";

  /** The runtime's process ended. */
  static final String EXITED = "Runtime.ExitError";

  /** The runtime's process needed more memory than the function has. */
  static final String OUT_OF_MEMORY = "Runtime.OutOfMemory";

  private Failures() {}

  /** The type of a process's end. */
  static String typeOfEnd(Exceeded exceeded) {
    return exceeded == Exceeded.MEMORY ? OUT_OF_MEMORY : EXITED;
  }

  /**
   * What a process's end is called.
   *
   * @param end how it ended, such as exit status 1
   */
  static String messageOfEnd(String end) {
    return end.equals("exit status 0")
        ? "Runtime exited without providing a reason"
        : "Runtime exited with error: " + end;
  }

  /** What a timeout is called. */
  static String timedOut(int seconds) {
    return String.format(Locale.ROOT, "Task timed out after %d.00 seconds", seconds);
  }
}
