package io.nephele.services.lambda.code;

import io.nephele.core.blobs.NewBlob;
import io.nephele.services.lambda.state.CodePackage;

/** An archive that was just taken in, until rows refer to it. */
public record NewPackage(CodePackage code, NewBlob written) implements AutoCloseable {
  @Override
  public void close() {
    written.close();
  }
}
