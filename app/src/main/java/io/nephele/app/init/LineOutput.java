package io.nephele.app.init;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands on a process's output line by line; lines that are too long, in pieces. */
final class LineOutput implements Runnable {
  private static final int LONGEST = 8 * 1024;

  private final InputStream output;
  private final Consumer<String> lines;

  LineOutput(InputStream output, Consumer<String> lines) {
    this.output = output;
    this.lines = lines;
  }

  /** Returns when the output has ended. */
  @Override
  public void run() {
    StringBuilder line = new StringBuilder();
    char[] piece = new char[LONGEST];
    try (Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
      for (int count = reader.read(piece); count >= 0; count = reader.read(piece)) {
        for (int i = 0; i < count; i++) {
          char c = piece[i];
          if (c == '\n') {
            end(line);
          } else if (c != '\r') {
            line.append(c);
            if (line.length() == LONGEST) {
              end(line);
            }
          }
        }
      }
    } catch (IOException e) {
      // The process was ended: what it wrote before is all there is.
    }
    if (!line.isEmpty()) {
      end(line);
    }
  }

  private void end(StringBuilder line) {
    lines.accept(line.toString());
    line.setLength(0);
  }
}
