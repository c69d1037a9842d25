package io.nephele.services.lambda.state;

import io.nephele.core.blobs.Blob;

/**
 * A zip archive: the code of a function, or a layer.
 *
 * @param blob the archive
 * @param sha256 its SHA-256 in Base64
 * @param unzippedSize how many bytes its files have
 */
public record CodePackage(Blob blob, String sha256, long unzippedSize) {
  /** How many bytes the archive has. */
  public long size() {
    return blob.length();
  }
}
