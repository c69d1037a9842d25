package io.nephele.core.worlds;

/** What follows the first line of a world's file, each part begun by a byte. */
final class ArchiveSections {
  /**
   * Rows in ascending order of keys: one more than the number of bytes that the key shares with the
   * one before at its beginning, the length of the rest, the rest, the length of the value, the
   * value. Zero ends them.
   */
  static final int ROWS = 1;

  /**
   * Blobs in ascending order of ids: one more than the length of the id, the id in UTF-8, pieces of
   * the blob (length and bytes), and zero. Zero ends them.
   */
  static final int BLOBS = 2;

  /** The number of rows, that of blobs, and the digest of all before. */
  static final int END = 3;

  /** Bytes of a blob's id at the most. */
  static final int MAX_BLOB_ID = 4096;

  private ArchiveSections() {}
}
