package io.nephele.services.kms;

import io.nephele.core.call.Call;
import io.nephele.core.partition.Regions;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What symmetric keys encrypt to: a header that names key and material, the nonce, and the
 * ciphertext with its tag (AES-256-GCM). Opaque to callers; it begins as AWS's do.
 */
final class CiphertextBlob {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;
  private static final byte[] BEGIN = {1, 2, 2, 0, 0x78};
  private static final int FIXED_BYTES = BEGIN.length + 1 + 5 + 16 + 32 + 1;
  private static final String MULTI_REGION = "mrk-";

  private final String accountId;
  private final String region;
  private final String keyId;
  private final String materialId;
  private final byte[] header;
  private final byte[] sealed;

  private CiphertextBlob(
      String accountId,
      String region,
      String keyId,
      String materialId,
      byte[] header,
      byte[] sealed) {
    this.accountId = accountId;
    this.region = region;
    this.keyId = keyId;
    this.materialId = materialId;
    this.header = header;
    this.sealed = sealed;
  }

  String accountId() {
    return accountId;
  }

  /** The region in which it was encrypted, which of keys of many regions may be another. */
  String region() {
    return region;
  }

  String keyId() {
    return keyId;
  }

  String materialId() {
    return materialId;
  }

  /** The bytes before the nonce, which are authenticated; not to be changed. */
  byte[] header() {
    return header;
  }

  /** Nonce, ciphertext and tag; not to be changed. */
  byte[] sealed() {
    return sealed;
  }

  /** The header of what a key encrypts with some material. */
  static byte[] header(KmsKey key, String materialId) {
    byte[] region = key.region().getBytes(StandardCharsets.US_ASCII);
    byte[] header = new byte[FIXED_BYTES + region.length];
    System.arraycopy(BEGIN, 0, header, 0, BEGIN.length);
    int at = BEGIN.length;
    boolean multiRegion = key.id().startsWith(MULTI_REGION);
    header[at++] = (byte) (multiRegion ? 1 : 0);
    long account = Long.parseLong(key.accountId());
    for (int shift = 32; shift >= 0; shift -= 8) {
      header[at++] = (byte) (account >>> shift);
    }
    at = putId(key.id(), multiRegion, header, at);
    byte[] material = HexFormat.of().parseHex(materialId);
    System.arraycopy(material, 0, header, at, material.length);
    at += material.length;
    header[at++] = (byte) region.length;
    System.arraycopy(region, 0, header, at, region.length);
    return header;
  }

  private static int putId(String id, boolean multiRegion, byte[] header, int from) {
    int at = from;
    if (multiRegion) {
      byte[] bytes = HexFormat.of().parseHex(id, MULTI_REGION.length(), id.length());
      System.arraycopy(bytes, 0, header, at, bytes.length);
      return at + bytes.length;
    }
    UUID uuid = UUID.fromString(id);
    for (long half : new long[] {uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()}) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        header[at++] = (byte) (half >>> shift);
      }
    }
    return at;
  }

  /** Reads a blob; null if it is none of ours. */
  static CiphertextBlob parse(Bytes blob) {
    byte[] bytes = blob.toArray();
    if (bytes.length < FIXED_BYTES + NONCE_BYTES + TAG_BYTES
        || !Arrays.equals(bytes, 0, BEGIN.length, BEGIN, 0, BEGIN.length)) {
      return null;
    }
    int regionLength = bytes[FIXED_BYTES - 1];
    int headerLength = FIXED_BYTES + regionLength;
    if (regionLength < 0 || bytes.length < headerLength + NONCE_BYTES + TAG_BYTES) {
      return null;
    }
    int at = BEGIN.length;
    int multiRegion = bytes[at++];
    long account = 0;
    for (int i = 0; i < 5; i++) {
      account = (account << 8) | (bytes[at++] & 0xFF);
    }
    String id = HexFormat.of().formatHex(bytes, at, at + 16);
    at += 16;
    String materialId = HexFormat.of().formatHex(bytes, at, at + 32);
    String region = new String(bytes, FIXED_BYTES, regionLength, StandardCharsets.US_ASCII);
    if (multiRegion < 0
        || multiRegion > 1
        || account > 999_999_999_999L
        || Regions.find(region) == null) {
      return null;
    }
    return new CiphertextBlob(
        accountId(account),
        region,
        multiRegion == 1 ? MULTI_REGION + id : dashed(id),
        materialId,
        Arrays.copyOf(bytes, headerLength),
        Arrays.copyOfRange(bytes, headerLength, bytes.length));
  }

  private static String accountId(long account) {
    String digits = Long.toString(account);
    return "0".repeat(12 - digits.length()) + digits;
  }

  private static String dashed(String hex) {
    return hex.substring(0, 8)
        + '-'
        + hex.substring(8, 12)
        + '-'
        + hex.substring(12, 16)
        + '-'
        + hex.substring(16, 20)
        + '-'
        + hex.substring(20);
  }

  boolean isMultiRegion() {
    return keyId.startsWith(MULTI_REGION);
  }

  /** The ARN of the key that decrypts it where the call is: its own, or the one related to it. */
  String keyArn(Call call) {
    return KmsKey.arn(accountId, isMultiRegion() ? call.region().name() : region, keyId);
  }
}
