package io.nephele.model;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is streamed rather than held: the value of a streaming blob, the content of a request
 * or response. It can be opened once.
 */
public interface Body {
  /** A body without bytes. */
  Body EMPTY = of(Bytes.EMPTY);

  /** The bytes, from the start. The caller closes the stream. Reading may block. */
  InputStream open() throws IOException;

  /** How many bytes there are, or -1 where that is not known before they have come. */
  long length();

  /** A body that is held in memory; it can be opened any number of times. */
  static Body of(Bytes bytes) {
    return new Body() {
      @Override
      public InputStream open() {
        return bytes.toStream();
      }

      @Override
      public long length() {
        return bytes.length();
      }
    };
  }

  /** A body that comes from a stream, of that length or -1. */
  static Body of(InputStream in, long length) {
    return new Body() {
      @Override
      public InputStream open() {
        return in;
      }

      @Override
      public long length() {
        return length;
      }
    };
  }
}
