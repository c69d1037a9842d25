package io.nephele.core.store;

import io.nephele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads the parts of a {@link Key} in order. A part of another kind than asked for is an
 * IllegalStateException.
 */
public final class KeyReader {
  private final byte[] from;
  private int at;

  KeyReader(byte[] from) {
    this.from = from;
  }

  /** Whether there are further parts. */
  public boolean hasNext() {
    return at < from.length;
  }

  /** The next part: a String, Long, Bytes or Instant. */
  public Object next() {
    int kind = hasNext() ? from[at] & 0xFF : -1;
    return switch (kind) {
      case Key.TEXT -> nextText();
      case Key.BYTES -> nextBytes();
      case Key.INSTANT -> nextInstant();
      default -> nextLong();
    };
  }

  /** The next part, a text. */
  public String nextText() {
    expect(Key.TEXT);
    int start = at + 1;
    int end = endOfEscaped(start);
    at = end + 1;
    return KeyText.decode(from, start, end);
  }

  /** The next part, bytes. */
  public Bytes nextBytes() {
    expect(Key.BYTES);
    int start = at + 1;
    int end = endOfEscaped(start);
    at = end + 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
    for (int i = start; i < end; i++) {
      bytes.write(from[i]);
      i += from[i] == 0 ? 1 : 0;
    }
    return Bytes.of(bytes.toByteArray());
  }

  /** The next part, a number. */
  public long nextLong() {
    int size = hasNext() ? (from[at] & 0xFF) - Key.LONG_ZERO : Integer.MAX_VALUE;
    if (size < -8 || size > 8 || at + Math.abs(size) >= from.length) {
      throw malformed("number");
    }
    at++;
    return bigEndian(Math.abs(size), size < 0 ? -1 : 0);
  }

  /** The next part, an instant. */
  public Instant nextInstant() {
    expect(Key.INSTANT);
    if (at + 13 > from.length) {
      throw malformed("instant");
    }
    at++;
    long seconds = bigEndian(8, 0) ^ Long.MIN_VALUE;
    return Instant.ofEpochSecond(seconds, bigEndian(4, 0));
  }

  /**
   * Passes over the next part; false if it is none, or not the one form that the part has as bytes.
   */
  boolean skip() {
    int start = at;
    if (from[at] == Key.TEXT && skipAsciiText()) {
      return true;
    }
    try {
      Key part = Key.EMPTY.withPart(next());
      return Arrays.equals(part.encoded(), 0, part.encoded().length, from, start, at);
    } catch (IllegalStateException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | DateTimeException malformed) {
      return false;
    }
  }

  private boolean skipAsciiText() {
    int i = at + 1;
    while (i < from.length && from[i] > 0) {
      i++;
    }
    boolean ended = i < from.length && from[i] == 0;
    if (!ended || i + 1 < from.length && (from[i + 1] & 0xFF) == Key.ESCAPE) {
      return false;
    }
    at = i + 1;
    return true;
  }

  /** The parts not yet read, as a key. */
  public Key rest() {
    return Key.encoded(Arrays.copyOfRange(from, at, from.length));
  }

  private long bigEndian(int size, long number) {
    for (int i = 0; i < size; i++) {
      number = (number << 8) | (from[at++] & 0xFF);
    }
    return number;
  }

  private int endOfEscaped(int start) {
    for (int i = start; i < from.length; i++) {
      if (from[i] == 0) {
        if (i + 1 == from.length || (from[i + 1] & 0xFF) != Key.ESCAPE) {
          return i;
        }
        i++;
      }
    }
    throw malformed("ended text");
  }

  private void expect(int kind) {
    if (!hasNext() || from[at] != kind) {
      throw malformed(kind == Key.TEXT ? "text" : kind == Key.BYTES ? "run of bytes" : "instant");
    }
  }

  private IllegalStateException malformed(String wanted) {
    return new IllegalStateException(
        "no " + wanted + " at byte " + at + " of a key of " + from.length + " bytes");
  }
}
