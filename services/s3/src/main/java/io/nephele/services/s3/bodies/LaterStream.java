package io.nephele.services.s3.bodies;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is opened when it is first read. */
final class LaterStream extends InputStream {
  /** Opens the stream. */
  interface Opening {
    InputStream open() throws IOException;
  }

  private Opening opening;
  private InputStream opened;

  LaterStream(Opening opening) {
    this.opening = opening;
  }

  private InputStream opened() throws IOException {
    if (opened == null) {
      opened = opening.open();
      opening = null;
    }
    return opened;
  }

  @Override
  public int read() throws IOException {
    return opened().read();
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    return opened().read(to, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
