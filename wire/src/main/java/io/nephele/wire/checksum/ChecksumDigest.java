package io.nephele.wire.checksum;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A checksum as it is computed. */
public abstract sealed class ChecksumDigest {
  /** Takes more bytes. */
  public abstract void update(byte[] bytes, int offset, int length);

  /** The checksum of all bytes taken; called once, at the end. */
  public abstract byte[] value();

  static ChecksumDigest of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> new Cyclic(new CRC32(), algorithm.length());
      case CRC32C -> new Cyclic(new CRC32C(), algorithm.length());
      case CRC64NVME -> new Cyclic(new Crc64Nvme(), algorithm.length());
      case SHA1 -> new Hash("SHA-1");
      case SHA256 -> new Hash("SHA-256");
      case SHA512 -> new Hash("SHA-512");
      case MD5, CONTENT_MD5 -> new Hash("MD5");
    };
  }

  private static final class Cyclic extends ChecksumDigest {
    private final Checksum checksum;
    private final int length;

    Cyclic(Checksum checksum, int length) {
      this.checksum = checksum;
      this.length = length;
    }

    @Override
    public void update(byte[] bytes, int offset, int count) {
      checksum.update(bytes, offset, count);
    }

    @Override
    public byte[] value() {
      byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      return Arrays.copyOfRange(wide, Long.BYTES - length, Long.BYTES);
    }
  }

  private static final class Hash extends ChecksumDigest {
    private final MessageDigest digest;

    Hash(String name) {
      try {
        this.digest = MessageDigest.getInstance(name);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e); // every JDK has it
      }
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }
}
