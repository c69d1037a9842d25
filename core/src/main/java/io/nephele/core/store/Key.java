package io.nephele.core.store;

import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.Arrays;

/**
 * A key of the store: a tuple of parts (texts, longs, bytes, instants) encoded so that the unsigned
 * order of the bytes is the order of the tuples, and so that the keys which begin with the same
 * parts lie next to each other. Between kinds of parts the order is bytes, texts, longs, instants.
 * Texts are ordered by code point. Immutable.
 *
 * <pre>Key.of("sqs.messages").with("000000000000").with("eu-west-1").with(42L)</pre>
 */
public final class Key implements Comparable<Key> {
  /** The key of no parts: the prefix of every key. */
  public static final Key EMPTY = new Key(new byte[0]);

  static final int BYTES = 0x01;
  static final int TEXT = 0x02;

  /** Zero; n bytes more or fewer stand for longs of n bytes, positive or negative. */
  static final int LONG_ZERO = 0x14;

  static final int INSTANT = 0x30;
  static final int ESCAPE = 0xFF;

  private final byte[] encoded;

  /** The hash code, or 0 if nobody has asked for it. */
  private int hash;

  private Key(byte[] encoded) {
    this.encoded = encoded;
  }

  /** A key of one text. */
  public static Key of(String text) {
    return EMPTY.with(text);
  }

  /** A key from its encoded form, which must not be changed afterwards. */
  public static Key encoded(byte[] encoded) {
    return encoded.length == 0 ? EMPTY : new Key(encoded);
  }

  /** The encoded form itself, for engines: it must not be changed. */
  public byte[] encoded() {
    return encoded;
  }

  /** This key and a further text. */
  public Key with(String text) {
    int length = KeyText.encodedLength(text);
    byte[] to = Arrays.copyOf(encoded, encoded.length + length + 2);
    to[encoded.length] = TEXT;
    KeyText.encode(text, to, encoded.length + 1);
    return new Key(to);
  }

  /** This key and a further number. */
  public Key with(long number) {
    long magnitude = number < 0 ? ~number : number;
    int size = number == -1 ? 1 : (71 - Long.numberOfLeadingZeros(magnitude)) / 8;
    byte[] to = Arrays.copyOf(encoded, encoded.length + 1 + size);
    to[encoded.length] = (byte) (number < 0 ? LONG_ZERO - size : LONG_ZERO + size);
    putBigEndian(number, size, to, encoded.length + 1);
    return new Key(to);
  }

  /** This key and further bytes. */
  public Key with(Bytes bytes) {
    int zeros = 0;
    for (int i = 0; i < bytes.length(); i++) {
      zeros += bytes.at(i) == 0 ? 1 : 0;
    }
    byte[] to = Arrays.copyOf(encoded, encoded.length + bytes.length() + zeros + 2);
    int at = encoded.length;
    to[at++] = BYTES;
    for (int i = 0; i < bytes.length(); i++) {
      to[at++] = bytes.at(i);
      if (bytes.at(i) == 0) {
        to[at++] = (byte) ESCAPE;
      }
    }
    return new Key(to);
  }

  /** This key and a further instant, to the nanosecond. */
  public Key with(Instant instant) {
    byte[] to = Arrays.copyOf(encoded, encoded.length + 13);
    to[encoded.length] = INSTANT;
    // The flipped sign makes negative seconds sort before positive ones.
    putBigEndian(instant.getEpochSecond() ^ Long.MIN_VALUE, 8, to, encoded.length + 1);
    putBigEndian(instant.getNano(), 4, to, encoded.length + 9);
    return new Key(to);
  }

  /** This key and all parts of another. */
  public Key with(Key parts) {
    if (encoded.length == 0 || parts.encoded.length == 0) {
      return encoded.length == 0 ? parts : this;
    }
    byte[] to = Arrays.copyOf(encoded, encoded.length + parts.encoded.length);
    System.arraycopy(parts.encoded, 0, to, encoded.length, parts.encoded.length);
    return new Key(to);
  }

  /** Whether all parts of the prefix are this key's first parts. */
  public boolean startsWith(Key prefix) {
    int length = prefix.encoded.length;
    return encoded.length >= length && Arrays.equals(encoded, 0, length, prefix.encoded, 0, length);
  }

  /**
   * This key without the leading parts of the prefix.
   *
   * @throws IllegalArgumentException if this key does not start with it
   */
  public Key without(Key prefix) {
    if (!startsWith(prefix)) {
      throw new IllegalArgumentException(this + " does not start with " + prefix);
    }
    return encoded(Arrays.copyOfRange(encoded, prefix.encoded.length, encoded.length));
  }

  /** This key and a further part: a String, Long, Bytes or Instant. */
  Key withPart(Object part) {
    return switch (part) {
      case String text -> with(text);
      case Long number -> with((long) number);
      case Bytes bytes -> with(bytes);
      case Instant instant -> with(instant);
      default -> throw new IllegalArgumentException(part.getClass() + " cannot be part of a key");
    };
  }

  /** Whether the bytes are parts one after another, as those of every key that was made here. */
  boolean isTuple() {
    KeyReader parts = reader();
    while (parts.hasNext()) {
      if (!parts.skip()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes are parts one after another of which the first is a table's name. */
  public boolean isInTable() {
    return encoded.length > 0 && encoded[0] == TEXT && isTuple();
  }

  /** Reads the parts one after another. */
  public KeyReader reader() {
    return new KeyReader(encoded);
  }

  private static void putBigEndian(long number, int size, byte[] to, int at) {
    for (int i = size - 1; i >= 0; i--) {
      to[at + i] = (byte) number;
      number >>= 8;
    }
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(encoded, other.encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(encoded);
      hash = known;
    }
    return known;
  }

  /** The parts, readable, for logs and failing tests. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("(");
    try {
      for (KeyReader parts = reader(); parts.hasNext(); ) {
        text.append(text.length() > 1 ? ", " : "").append(parts.next());
      }
    } catch (IllegalStateException notATuple) {
      text.append("...");
    }
    return text.append(')').toString();
  }
}
