package io.nephele.services.logs.events;

import io.nephele.core.store.Codec;

/**
 * Events of one stream that are stored in one row.
 *
 * @param dataKey the number of the data key that encrypts them, or 0
 * @param ingestedAt in milliseconds since 1970
 * @param content as {@link ChunkWriter} made it, encrypted if there is a data key
 */
record Chunk(long dataKey, long ingestedAt, byte[] content) {
  private static final int HEADER = 2 * Long.BYTES;

  /** One field after the other. */
  static final Codec<Chunk> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(Chunk value) {
          return java.nio.ByteBuffer.allocate(HEADER + value.content.length)
              .putLong(value.dataKey)
              .putLong(value.ingestedAt)
              .put(value.content)
              .array();
        }

        @Override
        public Chunk decode(byte[] stored) {
          java.nio.ByteBuffer from = java.nio.ByteBuffer.wrap(stored);
          long key = from.getLong();
          long at = from.getLong();
          return new Chunk(key, at, java.util.Arrays.copyOfRange(stored, HEADER, stored.length));
        }
      };
}
