package io.nephele.services.lambda.urls;

import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.invoke.PipedResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** What a function streams, with the prelude that it may begin with taken off. */
final class StreamedBody extends InputStream {
  private static final int SEPARATOR = 8;
  private static final int LONGEST_PRELUDE = 64 * 1024;

  private final PipedResponse piped;
  private InputStream piece = InputStream.nullInputStream();

  StreamedBody(PipedResponse piped) {
    this.piped = piped;
  }

  /** Reads the prelude, which ends with eight zero bytes; null if it is none. */
  Map<?, ?> prelude() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int zeros = 0;
    while (zeros < SEPARATOR) {
      int next = read();
      if (next < 0 || text.size() > LONGEST_PRELUDE) {
        return null;
      }
      zeros = next == 0 ? zeros + 1 : 0;
      text.write(next);
    }
    byte[] all = text.toByteArray();
    String json = Bytes.of(all, 0, all.length - SEPARATOR).utf8();
    return JsonText.parse(json) instanceof Map<?, ?> map ? map : null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int at, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int read = piece.read(to, at, count);
    while (read < 0) {
      Bytes next = piped.next();
      if (next == null) {
        return -1;
      }
      piece = next.toStream();
      read = piece.read(to, at, count);
    }
    return read;
  }

  @Override
  public void close() {
    piped.abandon();
  }
}
