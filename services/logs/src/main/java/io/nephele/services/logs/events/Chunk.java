package io.nephele.services.logs.events;

import io.nephele.core.store.Codec;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Events of one stream that are stored in one row.
 *
 * @param dataKey the number of the data key that encrypts them, or 0
 * @param transformed whether each message is followed by what a transformer made of it
 * @param ingestedAt in milliseconds since 1970
 * @param content as {@link ChunkWriter} made it, encrypted if there is a data key
 */
record Chunk(long dataKey, boolean transformed, long ingestedAt, byte[] content) {
  private static final int HEADER = 2 * Long.BYTES;

  /** Stands in the data key's number, which is never negative. */
  private static final long TRANSFORMED = Long.MIN_VALUE;

  /** One field after the other. */
  static final Codec<Chunk> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(Chunk value) {
          return ByteBuffer.allocate(HEADER + value.content.length)
              .putLong(value.dataKey | (value.transformed ? TRANSFORMED : 0))
              .putLong(value.ingestedAt)
              .put(value.content)
              .array();
        }

        @Override
        public Chunk decode(byte[] stored) {
          ByteBuffer from = ByteBuffer.wrap(stored);
          long key = from.getLong();
          long at = from.getLong();
          return new Chunk(
              key & ~TRANSFORMED, key < 0, at, Arrays.copyOfRange(stored, HEADER, stored.length));
        }
      };
}
