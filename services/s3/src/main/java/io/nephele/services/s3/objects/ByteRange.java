package io.nephele.services.s3.objects;

import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;

/**
 * The bytes of an object that a request asks for.
 *
 * @param first the first byte
 * @param length how many
 * @param size of the whole object
 */
record ByteRange(long first, long length, long size) {
  private static final String UNIT = "bytes=";
  private static final int MOST_DIGITS = 18;

  /**
   * Reads a range header.
   *
   * @return null if it is absent, or is none that S3 knows: it ignores what is malformed, and
   *     several ranges
   * @throws io.nephele.model.AwsException if the object has no such bytes
   */
  static ByteRange parse(String header, long size) {
    if (header == null || !header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return null;
    }
    String text = header.substring(UNIT.length()).strip();
    int dash = text.indexOf('-');
    if (dash < 0) {
      return null;
    }
    long from = number(text, 0, dash);
    long to = number(text, dash + 1, text.length());
    boolean hasFrom = dash > 0;
    boolean hasTo = dash + 1 < text.length();
    if (hasFrom && from < 0 || hasTo && to < 0 || !hasFrom && !hasTo) {
      return null;
    }
    if (!hasFrom) {
      long length = Math.min(to, size);
      if (length == 0) {
        throw S3Errors.invalidRange(header, size);
      }
      return new ByteRange(size - length, length, size);
    }
    if (hasTo && to < from) {
      return null;
    }
    if (from >= size) {
      throw S3Errors.invalidRange(header, size);
    }
    long last = hasTo ? Math.min(to, size - 1) : size - 1;
    return new ByteRange(from, last - from + 1, size);
  }

  /** As {@link #parse}, without an error: null if the object has no such bytes. */
  static ByteRange find(String header, long size) {
    try {
      return parse(header, size);
    } catch (AwsException e) {
      return null;
    }
  }

  /** The number in a part of a text; -1 if it is none. */
  private static long number(String text, int from, int to) {
    if (from == to) {
      return -1;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return to - from > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(text, from, to, 10);
  }

  /** The value of the Content-Range header. */
  String contentRange() {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
