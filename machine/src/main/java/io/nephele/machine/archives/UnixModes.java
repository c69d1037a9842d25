package io.nephele.machine.archives;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The kinds and permissions of the files of a zip archive, as Unix has them. They are in the
 * archive's directory, and the JDK tells nobody of them.
 */
final class UnixModes {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;
  private static final int UNIX = 3;
  private static final int LARGEST_DIRECTORY = 64 << 20;

  private UnixModes() {}

  /** The modes of the entries that were made on Unix, by name; empty where there is no telling. */
  static Map<String, Integer> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer end = tail(channel);
      for (int at = end.limit() - END_LENGTH; at >= 0; at--) {
        if (end.getInt(at) == END) {
          long size = Integer.toUnsignedLong(end.getInt(at + 12));
          long offset = Integer.toUnsignedLong(end.getInt(at + 16));
          return size > LARGEST_DIRECTORY ? Map.of() : directory(channel, offset, (int) size);
        }
      }
    }
    return Map.of();
  }

  private static ByteBuffer tail(FileChannel channel) throws IOException {
    long size = channel.size();
    int length = (int) Math.min(size, END_LENGTH + LONGEST_COMMENT);
    return read(channel, size - length, length);
  }

  private static Map<String, Integer> directory(FileChannel channel, long offset, int size)
      throws IOException {
    ByteBuffer in = read(channel, offset, size);
    Map<String, Integer> modes = new HashMap<>();
    int at = 0;
    while (at + ENTRY_LENGTH <= in.limit() && in.getInt(at) == ENTRY) {
      int nameLength = Short.toUnsignedInt(in.getShort(at + 28));
      int next =
          at
              + ENTRY_LENGTH
              + nameLength
              + Short.toUnsignedInt(in.getShort(at + 30))
              + Short.toUnsignedInt(in.getShort(at + 32));
      if (at + ENTRY_LENGTH + nameLength > in.limit()) {
        break;
      }
      int system = in.get(at + 5) & 0xff;
      int mode = in.getInt(at + 38) >>> 16;
      if (system == UNIX && mode != 0) {
        byte[] name = new byte[nameLength];
        in.get(at + ENTRY_LENGTH, name);
        modes.put(new String(name, StandardCharsets.UTF_8), mode);
      }
      at = next;
    }
    return modes;
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    long at = offset;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        break;
      }
      at += count;
    }
    return buffer.flip();
  }
}
