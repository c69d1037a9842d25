package io.nephele.wire.checksum;

import java.util.Locale;

/** The checksums with which clients guard the bodies they send. */
public enum ChecksumAlgorithm {
  CRC32("x-amz-checksum-crc32", 4),
  CRC32C("x-amz-checksum-crc32c", 4),
  CRC64NVME("x-amz-checksum-crc64nvme", 8),
  SHA1("x-amz-checksum-sha1", 20),
  SHA256("x-amz-checksum-sha256", 32),
  SHA512("x-amz-checksum-sha512", 64),
  MD5("x-amz-checksum-md5", 16),
  XXHASH64("x-amz-checksum-xxhash64", 8),
  XXHASH3("x-amz-checksum-xxhash3", 8),
  XXHASH128("x-amz-checksum-xxhash128", 16),
  /** The digest of a body that HTTP had before; it may come beside one of the others. */
  CONTENT_MD5("Content-MD5", 16);

  private final String header;
  private final int length;

  ChecksumAlgorithm(String header, int length) {
    this.header = header;
    this.length = length;
  }

  /** The header or trailer that carries the checksum in base64. */
  public String header() {
    return header;
  }

  /** Whether it is one of those of which a request may have only one. */
  public boolean isFlexible() {
    return this != CONTENT_MD5;
  }

  /** How many bytes the checksum has. */
  public int length() {
    return length;
  }

  /** A computation that has seen no bytes yet. */
  public ChecksumDigest start() {
    return ChecksumDigest.of(this);
  }

  /** The algorithm of a header or trailer of that name, or null. */
  public static ChecksumAlgorithm ofHeader(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (ChecksumAlgorithm algorithm : values()) {
      if (algorithm.header.equalsIgnoreCase(lower)) {
        return algorithm;
      }
    }
    return null;
  }
}
