package io.nephele.core.store;

import java.util.Arrays;

/**
 * The keys from one (inclusive) up to another (exclusive), in encoded form. Neither array may be
 * changed.
 *
 * @param from the first key that belongs to the range
 * @param to the first key after the range, or null for no upper end
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record KeyRange(byte[] from, byte[] to) {
  private static final byte[] LOWEST = {};

  /** Every key. */
  public static final KeyRange ALL = new KeyRange(LOWEST, null);

  /** The key itself and all keys that begin with its parts. */
  public static KeyRange prefix(Key prefix) {
    return new KeyRange(prefix.encoded(), endOfPrefix(prefix.encoded()));
  }

  /**
   * All keys that begin with the parts of the parent, followed by a text that begins with the given
   * one.
   */
  public static KeyRange textPrefix(Key parent, String textPrefix) {
    byte[] ended = parent.with(textPrefix).encoded();
    byte[] open = Arrays.copyOf(ended, ended.length - 1);
    return new KeyRange(open, endOfTextPrefix(open));
  }

  /** From one key up to but without another. */
  public static KeyRange between(Key fromInclusive, Key toExclusive) {
    return new KeyRange(fromInclusive.encoded(), toExclusive.encoded());
  }

  /** The part of this range that begins with the key. */
  public KeyRange startingAt(Key first) {
    return compare(first.encoded(), from) <= 0 ? this : new KeyRange(first.encoded(), to);
  }

  /**
   * The part of this range that begins after the key and after all keys that begin with its parts.
   */
  public KeyRange startingAfter(Key last) {
    byte[] end = endOfPrefix(last.encoded());
    return end == null || compare(end, from) <= 0 ? this : new KeyRange(end, to);
  }

  /** The part of this range that ends before the key. */
  public KeyRange endingBefore(Key end) {
    return to != null && compare(end.encoded(), to) >= 0 ? this : new KeyRange(from, end.encoded());
  }

  /** Whether an encoded key lies in the range. */
  public boolean contains(byte[] key) {
    return compare(key, from) >= 0 && (to == null || compare(key, to) < 0);
  }

  /** Whether no key can lie in the range. */
  public boolean isEmpty() {
    return to != null && compare(from, to) >= 0;
  }

  /** The range beneath a prefix, this range's keys being relative to it. */
  KeyRange under(Key prefix) {
    Key first = prefix.with(Key.encoded(from));
    return to == null
        ? new KeyRange(first.encoded(), endOfPrefix(prefix.encoded()))
        : new KeyRange(first.encoded(), prefix.with(Key.encoded(to)).encoded());
  }

  /**
   * Every kind of part begins with a byte less than 0xFF, so this lies after all keys with the
   * prefix.
   */
  private static byte[] endOfPrefix(byte[] prefix) {
    if (prefix.length == 0) {
      return null;
    }
    byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
    end[prefix.length] = (byte) 0xFF;
    return end;
  }

  /**
   * No byte of UTF-8 is 0xFF, but an escaped zero has one, so a text that ends in one needs the
   * next byte string.
   */
  private static byte[] endOfTextPrefix(byte[] open) {
    int last = open.length - 1;
    while ((open[last] & 0xFF) == 0xFF) {
      last--;
    }
    byte[] end = Arrays.copyOf(open, last + 1);
    end[last]++;
    return end;
  }

  static int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRange range
        && Arrays.equals(from, range.from)
        && Arrays.equals(to, range.to);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
  }

  @Override
  public String toString() {
    return "[" + Key.encoded(from) + " - " + (to == null ? "end" : Key.encoded(to)) + ")";
  }
}
