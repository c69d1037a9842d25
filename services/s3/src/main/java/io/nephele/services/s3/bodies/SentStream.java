package io.nephele.services.s3.bodies;

import io.nephele.services.s3.S3Errors;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a client sends. If it breaks off, that is the client's fault and no failure of ours. */
final class SentStream extends FilterInputStream {
  SentStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    try {
      return in.read(to, offset, length);
    } catch (IOException e) {
      throw S3Errors.incompleteBody();
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
