package io.nephele.core.store.layers;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import java.util.Arrays;

/**
 * Where the rows of a layer are in the store beneath, and its holes: the ranges of keys that it
 * hides of the layers under it. The first layer's rows are under their own keys, so that a world
 * that was never forked costs nothing; those of others are under a prefix.
 *
 * @param id the layer's number; zero is the first layer
 * @param rows the prefix of its rows
 * @param holes the prefix of its holes
 */
record Layer(long id, Key rows, Key holes) {
  /** Above every key of a world: parts of keys begin with small bytes. */
  static final Key RESERVED = Key.encoded(new byte[] {(byte) 0xFE, 1});

  /** The layer whose rows are under their own keys. */
  static final Layer FIRST = of(0);

  static Layer of(long id) {
    return new Layer(
        id, id == 0 ? Key.EMPTY : RESERVED.with(id), id == 0 ? null : RESERVED.with(-id - 1));
  }

  boolean isFirst() {
    return id == 0;
  }

  /** The key of a row in the store beneath. */
  Key row(Key key) {
    return rows.with(key);
  }

  /** A range of rows in the store beneath. */
  KeyRange rows(KeyRange range) {
    if (isFirst()) {
      byte[] end = RESERVED.encoded();
      boolean beyond = range.to() == null || Arrays.compareUnsigned(range.to(), end) > 0;
      return beyond ? new KeyRange(range.from(), end) : range;
    }
    return under(rows, range);
  }

  /** A range of places where holes begin, in the store beneath. */
  KeyRange holes(KeyRange range) {
    return under(holes, range);
  }

  /** The key of the store beneath without the prefix of this layer's rows. */
  Key stripped(Key row) {
    return isFirst() ? row : row.without(rows);
  }

  private static KeyRange under(Key prefix, KeyRange range) {
    byte[] from = prefix.with(Key.encoded(range.from())).encoded();
    byte[] to =
        range.to() == null
            ? KeyRange.prefix(prefix).to()
            : prefix.with(Key.encoded(range.to())).encoded();
    return new KeyRange(from, to);
  }
}
