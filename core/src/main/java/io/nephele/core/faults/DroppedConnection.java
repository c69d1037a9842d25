package io.nephele.core.faults;

/**
 * The caller gets no answer: whoever holds its connection closes it, with nothing said. Not an
 * error of AWS's, which is an answer.
 */
public final class DroppedConnection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the rule of that id asked for. */
  public DroppedConnection(String rule) {
    super("fault " + rule + " drops the connection", null, false, false);
  }
}
