package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;

/**
 * What a main world shows that was never forked: the rows of the store beneath under their own
 * keys, but for those beyond the first layer's.
 */
record FirstLayerReader(Reader beneath) implements Reader {
  @Override
  public byte[] get(Key key) {
    return beneath.get(key);
  }

  @Override
  public Scan scan(KeyRange range, Direction direction) {
    return beneath.scan(Layer.FIRST.rows(range), direction);
  }
}
