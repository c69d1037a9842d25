package io.nephele.services.s3.bodies;

import io.nephele.core.blobs.NewBlob;

/** A part whose bytes were just stored, and that no row refers to yet. Close it after that. */
public record WrittenPart(BodyPart part, NewBlob written) implements AutoCloseable {
  @Override
  public void close() {
    written.close();
  }
}
