package io.nephele.core.store.layers;

import io.nephele.core.store.Codec;
import io.nephele.core.store.LongsCodec;

/**
 * Where a world stands.
 *
 * @param layer the layer that takes its writes
 * @param content changes when the world becomes another, as when it is restored
 * @param shape changes when layers beneath are put together, which nobody sees
 */
record Position(long layer, long content, long shape) {
  static final Position FIRST = new Position(0, 0, 0);

  static final Codec<Position> CODEC =
      new LongsCodec<>(
          3,
          position -> new long[] {position.layer, position.content, position.shape},
          numbers -> new Position(numbers[0], numbers[1], numbers[2]));

  Position at(long otherLayer) {
    return new Position(otherLayer, content, shape + 1);
  }

  Position becoming(long otherLayer) {
    return new Position(otherLayer, content + 1, shape + 1);
  }
}
