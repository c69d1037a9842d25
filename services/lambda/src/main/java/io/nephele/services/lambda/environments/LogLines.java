package io.nephele.services.lambda.environments;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes log messages of what a program writes: every line is one, and so is every frame of our own
 * runtime clients, whatever line breaks are in it. A frame is a zero byte, an F, eight hexadecimal
 * digits with its length in bytes, and the message.
 */
final class LogLines {
  private static final int LONGEST = 256 * 1024;
  private static final int HEAD = 10;

  private final Consumer<String> to;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final byte[] head = new byte[HEAD];
  private int headLength;
  private int frameLeft;

  LogLines(Consumer<String> to) {
    this.to = to;
  }

  void write(byte[] bytes, int count) {
    int from = 0;
    for (int at = 0; at < count; at++) {
      if (frameLeft > 0) {
        int taken = Math.min(frameLeft, count - at);
        line.write(bytes, at, taken);
        frameLeft -= taken;
        at += taken - 1;
        from = at + 1;
        if (frameLeft == 0) {
          flush();
        }
      } else if (headLength > 0) {
        from = at + 1;
        head(bytes[at]);
      } else if (bytes[at] == 0) {
        line.write(bytes, from, at - from);
        from = at + 1;
        head[0] = 0;
        headLength = 1;
      } else if (bytes[at] == '\n' || line.size() + at - from >= LONGEST) {
        line.write(bytes, from, at + 1 - from);
        from = at + 1;
        flush();
      }
    }
    if (from < count) {
      line.write(bytes, from, count - from);
    }
  }

  private void head(byte next) {
    head[headLength++] = next;
    boolean fits = headLength == 2 ? next == 'F' : Character.digit((char) (next & 0xff), 16) >= 0;
    if (!fits) {
      line.write(head, 0, headLength); // the program's own zero byte
      headLength = 0;
      if (next == '\n') {
        flush();
      }
    } else if (headLength == HEAD) {
      headLength = 0;
      flush();
      String length = new String(head, 2, HEAD - 2, StandardCharsets.US_ASCII);
      frameLeft = Math.clamp(Long.parseLong(length, 16), 0, 1 << 24);
    }
  }

  /** What is there without a line break is a message, too. */
  void flush() {
    if (line.size() > 0) {
      to.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
