package io.nephele.edge;

import java.io.IOException;

/** The server's address cannot be listened on, mostly because another program has the port. */
public final class PortTakenException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With that one-line message. */
  public PortTakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
