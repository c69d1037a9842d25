package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The holes of one layer: ranges whose keys it hides of the layers beneath. They never overlap or
 * touch, and they grow together when nothing to be seen lies between them, so that a queue that is
 * emptied from its head is one hole and not a million. Each is a row: where it begins, and where it
 * ends.
 */
final class Holes {
  private final Reader reader;
  private final Layer layer;

  Holes(Reader reader, Layer layer) {
    this.reader = reader;
    this.layer = layer;
  }

  /** The hole that the key lies in, or null. */
  KeyRange with(byte[] key) {
    KeyRange hole = notAfter(key);
    return hole != null && Arrays.compareUnsigned(key, hole.to()) < 0 ? hole : null;
  }

  /** The last hole that begins at or before the key, or null. */
  KeyRange notAfter(byte[] key) {
    KeyRange range = new KeyRange(new byte[0], following(key));
    return first(reader.scan(layer.holes(range), Direction.REVERSE));
  }

  /** The first hole that begins after the key, or null. */
  KeyRange after(byte[] key) {
    return first(reader.scan(layer.holes(new KeyRange(following(key), null)), Direction.FORWARD));
  }

  /** All holes in order. */
  Scan scan() {
    return reader.scan(layer.holes(KeyRange.ALL), Direction.FORWARD);
  }

  /** The hole that a row of {@link #scan} says. */
  KeyRange hole(Entry entry) {
    return new KeyRange(entry.key().without(layer.holes()).encoded(), entry.value());
  }

  private KeyRange first(Scan holes) {
    return holes.hasNext() ? hole(holes.next()) : null;
  }

  /**
   * Hides a range.
   *
   * @param beneath what is under this layer
   */
  void dig(Transaction transaction, KeyRange range, View beneath) {
    byte[] from = range.from();
    byte[] to = range.to() == null ? Layer.RESERVED.encoded() : range.to();
    KeyRange before = notAfter(from);
    if (before != null && nothingBetween(before.to(), from, beneath)) {
      from = before.from();
      to = greater(to, before.to());
    }
    List<byte[]> swallowed = new ArrayList<>();
    for (KeyRange next = firstFrom(from);
        next != null && nothingBetween(to, next.from(), beneath);
        next = after(next.from())) {
      swallowed.add(next.from());
      to = greater(to, next.to());
    }
    for (byte[] old : swallowed) {
      transaction.delete(layer.holes().with(Key.encoded(old)));
    }
    transaction.put(layer.holes().with(Key.encoded(from)), to);
  }

  private KeyRange firstFrom(byte[] key) {
    return first(reader.scan(layer.holes(new KeyRange(key, null)), Direction.FORWARD));
  }

  private static boolean nothingBetween(byte[] end, byte[] begin, View beneath) {
    KeyRange between = new KeyRange(end, begin);
    return between.isEmpty() || !beneath.scan(between, Direction.FORWARD).hasNext();
  }

  private static byte[] greater(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b) < 0 ? b : a;
  }

  /** The least key above a key is the key and a zero. */
  static byte[] following(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
