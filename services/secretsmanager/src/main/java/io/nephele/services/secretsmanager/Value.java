package io.nephele.services.secretsmanager;

import io.nephele.model.Bytes;

/** A value in the clear, as long as a call needs it: text or bytes. */
record Value(boolean binary, Bytes bytes) {
  private static final int MAX_BYTES = 65536;

  /** The value of a request, null if it has none; an error to the caller if it has two. */
  static Value of(String text, Bytes binary) {
    if (text != null && binary != null) {
      throw SecretErrors.invalidParameter(
          "You can't specify both a binary secret value and a string secret value in the same"
              + " secret.");
    }
    if (text == null) {
      return binary == null ? null : new Value(true, binary);
    }
    Bytes bytes = Bytes.utf8(text);
    if (bytes.length() > MAX_BYTES) {
      throw SecretErrors.validation(
          "1 validation error detected: Value at 'secretString' failed to satisfy constraint:"
              + " Member must have length less than or equal to "
              + MAX_BYTES);
    }
    return new Value(false, bytes);
  }

  String text() {
    return binary ? null : bytes.utf8();
  }

  Bytes binaryOrNull() {
    return binary ? bytes : null;
  }

  /** Says nothing of the value. */
  @Override
  public String toString() {
    return "a secret value";
  }
}
