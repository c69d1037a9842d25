package io.nephele.stores.postgres;

/** The tables of a database are of a format that this program does not know. */
final class UnknownFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownFormatException(String message) {
    super(message);
  }
}
