package io.nephele.services.lambda.environments;

import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;

/** The last 4 KB that were logged. */
final class LogTail {
  private static final int SIZE = 4096;

  private final byte[] ring = new byte[SIZE];
  private long written;

  synchronized void clear() {
    written = 0;
  }

  synchronized void add(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    for (int i = Math.max(0, bytes.length - SIZE); i < bytes.length; i++) {
      ring[(int) (written++ % SIZE)] = bytes[i];
    }
  }

  synchronized Bytes bytes() {
    int count = (int) Math.min(written, SIZE);
    byte[] tail = new byte[count];
    for (int i = 0; i < count; i++) {
      tail[i] = ring[(int) ((written - count + i) % SIZE)];
    }
    return Bytes.of(tail);
  }
}
