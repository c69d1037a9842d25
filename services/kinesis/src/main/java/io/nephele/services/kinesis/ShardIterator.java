package io.nephele.services.kinesis;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * Where a reader is in a shard. As text it is opaque to callers; whoever makes one up learns
 * nothing, as he needs the permission to read the stream that it names.
 *
 * @param address the stream
 * @param stream the stream's number
 * @param shard the shard's number
 * @param position the next record is at this position or after it
 * @param issuedAt when it was given out, in milliseconds
 */
record ShardIterator(StreamAddress address, long stream, long shard, long position, long issuedAt) {
  /** For so long it can be used. */
  static final long LIFE_MILLIS = 300_000;

  private static final byte VERSION = 1;

  /** The text that callers get, at most 512 characters. */
  String write() {
    byte[] account = address.accountId().getBytes(StandardCharsets.UTF_8);
    byte[] region = address.region().getBytes(StandardCharsets.UTF_8);
    byte[] name = address.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer to =
        ByteBuffer.allocate(8 + 4 * Long.BYTES + account.length + region.length + name.length);
    to.put(VERSION).putLong(issuedAt).putLong(stream).putLong(shard).putLong(position);
    to.put((byte) account.length).put(account);
    to.put((byte) region.length).put(region);
    to.put((byte) name.length).put(name);
    to.putInt(checksum(to.array(), to.position()));
    return Base64.getEncoder().encodeToString(to.array());
  }

  /** What such a text says; null if it is none. */
  static ShardIterator parse(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      ByteBuffer from = ByteBuffer.wrap(bytes);
      if (from.get() != VERSION) {
        return null;
      }
      long issuedAt = from.getLong();
      long stream = from.getLong();
      long shard = from.getLong();
      long position = from.getLong();
      StreamAddress address = new StreamAddress(text(from), text(from), text(from));
      int sum = checksum(bytes, from.position());
      boolean sound = from.getInt() == sum && !from.hasRemaining() && position >= 0;
      return sound ? new ShardIterator(address, stream, shard, position, issuedAt) : null;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return null;
    }
  }

  private static String text(ByteBuffer from) {
    byte[] bytes = new byte[Math.min(from.get() & 0xFF, from.remaining())];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }
}
