package io.nephele.core.store.layers;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;

/** What the keys of an engine are, for migrations that look at all rows of all worlds at once. */
public final class EngineRows {
  /** Where the rows of forks and snapshots are in an engine. */
  public static final KeyRange LATER_LAYERS = KeyRange.prefix(Layer.RESERVED);

  private EngineRows() {}

  /** The key that a row of an engine has in its world; null if it is no row of a world. */
  public static Key inWorld(byte[] encoded) {
    Key key = Key.encoded(encoded);
    if (encoded.length == 0 || encoded[0] != Layer.RESERVED.encoded()[0]) {
      return key;
    }
    if (!key.startsWith(Layer.RESERVED)) {
      return null; // the nodes'
    }
    long id = key.without(Layer.RESERVED).reader().nextLong();
    return id <= 0 ? null : key.without(Layer.of(id).rows());
  }
}
