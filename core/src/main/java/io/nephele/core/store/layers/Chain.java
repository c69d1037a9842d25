package io.nephele.core.store.layers;

import io.nephele.core.store.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layers of a world, its own first.
 *
 * @param position the stored position that this is the chain of, or null for a main world that was
 *     never forked
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Chain(byte[] position, List<Layer> layers) {
  static final Chain FIRST = new Chain(null, List.of(Layer.FIRST));

  boolean isAt(byte[] other) {
    return Arrays.equals(position, other);
  }

  Layer own() {
    return layers.getFirst();
  }

  /** The keys in the store beneath under which these keys may be found. */
  List<Key> rows(List<Key> keys) {
    List<Key> rows = new ArrayList<>(keys.size() * layers.size());
    for (Key key : keys) {
      for (Layer layer : layers) {
        rows.add(layer.row(key));
      }
    }
    return rows;
  }

  int depth() {
    return layers.size();
  }
}
