package io.nephele.machine.archives;

/** An archive that is not unpacked. */
public final class BadArchiveException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with an archive. */
  public enum Reason {
    /** It is no archive of that format, or a damaged one. */
    MALFORMED,
    /** It would bring more bytes than it may. */
    TOO_LARGE,
    /** It would bring more files than it may. */
    TOO_MANY_ENTRIES,
    /** A file or link of it would lie or lead outside its folder. */
    OUTSIDE
  }

  private final Reason reason;

  /** An archive with that problem. */
  public BadArchiveException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** An archive with that problem, as something else found out. */
  public BadArchiveException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
