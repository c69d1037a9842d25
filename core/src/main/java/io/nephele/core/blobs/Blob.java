package io.nephele.core.blobs;

import io.nephele.model.Bytes;

/**
 * Some bytes, as a row holds them: few are in the row itself, many are in a file that equal bytes
 * share.
 *
 * @param length how many there are
 * @param id the name of the file: the SHA-256 of the bytes in lower-case hexadecimal digits, or 32
 *     such digits that whoever wrote them chose; null if they are here
 * @param bytes the bytes, or null if they are in a file
 */
public record Blob(long length, String id, Bytes bytes) {
  static Blob inRow(Bytes bytes) {
    return new Blob(bytes.length(), null, bytes);
  }

  static Blob inFile(String id, long length) {
    return new Blob(length, id, null);
  }

  /** Whether the bytes are in a file. */
  public boolean isFile() {
    return id != null;
  }
}
