package io.nephele.wire.checksum;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import net.jpountz.xxhash.StreamingXXHash64;
import net.jpountz.xxhash.XXHashFactory;

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
      case XXHASH64 -> new XxHash64();
      case XXHASH3 -> new XxHash3();
      case XXHASH128 -> new XxHash128();
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

  private static final class XxHash64 extends ChecksumDigest {
    private final StreamingXXHash64 hash = XXHashFactory.safeInstance().newStreamingHash64(0);

    @Override
    public void update(byte[] bytes, int offset, int length) {
      hash.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return ByteBuffer.allocate(Long.BYTES).putLong(hash.getValue()).array();
    }
  }

  private static final class XxHash3 extends ChecksumDigest {
    private final HashStream64 hash = Hashing.xxh3_64().hashStream();

    @Override
    public void update(byte[] bytes, int offset, int length) {
      hash.putBytes(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return ByteBuffer.allocate(Long.BYTES).putLong(hash.getAsLong()).array();
    }
  }

  private static final class XxHash128 extends ChecksumDigest {
    private final HashStream128 hash = Hashing.xxh3_128().hashStream();

    @Override
    public void update(byte[] bytes, int offset, int length) {
      hash.putBytes(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      HashValue128 value = hash.get();
      return ByteBuffer.allocate(2 * Long.BYTES)
          .putLong(value.getMostSignificantBits())
          .putLong(value.getLeastSignificantBits())
          .array();
    }
  }
}
