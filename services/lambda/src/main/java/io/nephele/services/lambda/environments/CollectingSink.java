package io.nephele.services.lambda.environments;

import io.nephele.model.Bytes;
import java.io.ByteArrayOutputStream;

/** Keeps a streamed response for a caller who wants it as a whole, up to a size. */
final class CollectingSink implements ResponseSink {
  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean tooLarge;

  CollectingSink(int limit) {
    this.limit = limit;
  }

  @Override
  public void begin(String contentType) {}

  @Override
  public void write(byte[] piece, int offset, int count) {
    tooLarge |= bytes.size() + count > limit;
    if (!tooLarge) {
      bytes.write(piece, offset, count);
    }
  }

  boolean isTooLarge() {
    return tooLarge;
  }

  Bytes bytes() {
    return Bytes.of(bytes.toByteArray());
  }
}
