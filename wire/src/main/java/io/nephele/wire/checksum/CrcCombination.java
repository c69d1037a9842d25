package io.nephele.wire.checksum;

/**
 * The checksum of bytes that came in parts, from the checksums and lengths of the parts: a CRC is
 * the remainder of a polynomial, so appending n bytes multiplies what was there by x to the power
 * of 8n. Polynomials are bit strings whose highest bit is the constant term, as the CRCs' are.
 */
public final class CrcCombination {
  private final int width;
  private final long polynomial;
  private long crc;
  private boolean empty = true;
  private long lastLength = -1;
  private long lastFactor;

  private CrcCombination(int width, long polynomial) {
    this.width = width;
    this.polynomial = polynomial;
  }

  /** Begins with no parts; null for algorithms of which parts cannot be put together. */
  public static CrcCombination of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> new CrcCombination(Integer.SIZE, 0xEDB88320L);
      case CRC32C -> new CrcCombination(Integer.SIZE, 0x82F63B78L);
      case CRC64NVME -> new CrcCombination(Long.SIZE, Crc64Nvme.POLYNOMIAL);
      case SHA1, SHA256, SHA512, MD5, XXHASH64, XXHASH3, XXHASH128, CONTENT_MD5 -> null;
    };
  }

  /**
   * Appends a part.
   *
   * @param checksum of the part, the highest byte first
   * @param length of the part in bytes
   */
  public CrcCombination append(byte[] checksum, long length) {
    long value = 0;
    for (byte b : checksum) {
      value = value << Byte.SIZE | b & 0xff;
    }
    crc = empty ? value : multiply(factor(length), crc) ^ value;
    empty = false;
    return this;
  }

  /** The checksum of all parts together, the highest byte first. */
  public byte[] value() {
    byte[] bytes = new byte[width / Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (crc >>> width - Byte.SIZE * (i + 1));
    }
    return bytes;
  }

  /** x to the power of eight times the length. Most parts have the same length. */
  private long factor(long length) {
    if (length != lastLength) {
      long power = 1L << width - 1;
      long square = 1L << width - 2;
      for (long rest = length * Byte.SIZE; rest > 0; rest >>>= 1) {
        if ((rest & 1) != 0) {
          power = multiply(square, power);
        }
        square = multiply(square, square);
      }
      lastLength = length;
      lastFactor = power;
    }
    return lastFactor;
  }

  private long multiply(long left, long right) {
    long product = 0;
    long multiple = right;
    for (long bit = 1L << width - 1; bit != 0; bit >>>= 1) {
      if ((left & bit) != 0) {
        product ^= multiple;
      }
      multiple = (multiple & 1) == 0 ? multiple >>> 1 : multiple >>> 1 ^ polynomial;
    }
    return product;
  }
}
