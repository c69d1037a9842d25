package io.nephele.services.kinesis;

import io.nephele.core.store.Codec;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A record as it is stored under its position.
 *
 * @param partitionKey the partition key
 * @param data the data, encrypted if it has a data key
 * @param dataKey the number of the data key under which the data are encrypted, or 0
 */
record StoredRecord(String partitionKey, Bytes data, long dataKey) {
  static final Codec<StoredRecord> CODEC = new FlatCodec();

  /** How many bytes it counts in every limit, when it is not encrypted. */
  static int size(String partitionKey, Bytes data) {
    return data.length() + utf8Length(partitionKey);
  }

  /** How many bytes a text has in UTF-8. */
  static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate is half of a character of four bytes.
        length += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return length;
  }

  /** One field after the other, so that the data are not copied when they are read. */
  private static final class FlatCodec implements Codec<StoredRecord> {
    @Override
    public byte[] encode(StoredRecord value) {
      byte[] key = value.partitionKey.getBytes(StandardCharsets.UTF_8);
      int length = Long.BYTES + Short.BYTES + key.length + value.data.length();
      return ByteBuffer.allocate(length)
          .putLong(value.dataKey)
          .putShort((short) key.length)
          .put(key)
          .put(value.data.toBuffer())
          .array();
    }

    @Override
    public StoredRecord decode(byte[] stored) {
      ByteBuffer from = ByteBuffer.wrap(stored);
      long dataKey = from.getLong();
      int keyLength = from.getShort() & 0xFFFF;
      int start = Long.BYTES + Short.BYTES;
      String key = new String(stored, start, keyLength, StandardCharsets.UTF_8);
      int data = start + keyLength;
      return new StoredRecord(key, Bytes.of(stored, data, stored.length - data), dataKey);
    }
  }
}
