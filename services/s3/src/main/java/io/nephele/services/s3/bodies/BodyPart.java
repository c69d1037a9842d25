package io.nephele.services.s3.bodies;

import io.nephele.core.blobs.Blob;
import io.nephele.model.Bytes;

/**
 * One part of a body; a body that was put at once has one, of number 1.
 *
 * @param blob the encrypted bytes
 * @param salt what its key was derived with
 * @param size how many plain bytes there are
 * @param md5 of the plain bytes, in hexadecimal digits; random digits where it is not to be told
 * @param checksumAlgorithm of the checksum, as S3 names it, or null
 * @param checksum of the plain bytes in base64, or null
 * @param modifiedAt when it was stored, in milliseconds since 1970
 */
public record BodyPart(
    Blob blob,
    Bytes salt,
    long size,
    String md5,
    String checksumAlgorithm,
    String checksum,
    long modifiedAt) {

  /** The part without the digest of its bytes, but with something else that tells it. */
  public BodyPart withMd5(String digits) {
    return new BodyPart(blob, salt, size, digits, checksumAlgorithm, checksum, modifiedAt);
  }

  BodyPart withChecksum(String algorithm, String value) {
    return new BodyPart(blob, salt, size, md5, algorithm, value, modifiedAt);
  }
}
