package io.nephele.machine.sandboxes;

/**
 * How a program ended.
 *
 * @param code its exit code; 128 and the signal's number if a signal ended it
 */
public record ExitStatus(int code) {
  private static final int SIGNALS = 128;
  private static final int LAST_SIGNAL = 64;

  /** The number of the signal that ended it, or 0. */
  public int signal() {
    return code > SIGNALS && code <= SIGNALS + LAST_SIGNAL ? code - SIGNALS : 0;
  }

  /** In the words of Go's os package, which AWS's logs have: exit status 1, signal: killed. */
  public String describe() {
    return switch (signal()) {
      case 0 -> "exit status " + code;
      case 1 -> "signal: hangup";
      case 2 -> "signal: interrupt";
      case 3 -> "signal: quit";
      case 4 -> "signal: illegal instruction";
      case 5 -> "signal: trace/breakpoint trap";
      case 6 -> "signal: aborted";
      case 7 -> "signal: bus error";
      case 8 -> "signal: floating point exception";
      case 9 -> "signal: killed";
      case 11 -> "signal: segmentation fault";
      case 13 -> "signal: broken pipe";
      case 14 -> "signal: alarm clock";
      case 15 -> "signal: terminated";
      default -> "signal: signal " + signal();
    };
  }
}
