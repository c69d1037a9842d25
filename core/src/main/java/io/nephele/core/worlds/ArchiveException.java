package io.nephele.core.worlds;

import java.io.IOException;

/** A file is no world, or one that is damaged, too new or too large. The message says which. */
public class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong in one line. */
  public ArchiveException(String message) {
    super(message);
  }

  /** Says what is wrong in one line, and how it was found. */
  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
