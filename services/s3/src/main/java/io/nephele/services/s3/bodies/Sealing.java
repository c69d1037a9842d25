package io.nephele.services.s3.bodies;

import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How the bytes of one part of a body are encrypted: in pieces of 64 KB, each by AES-256-GCM with
 * its number as the nonce and a tag of its own, so that any range can be read and any damage is
 * found. The last piece is marked in its nonce, so that a body that was cut is found, too. The key
 * is derived from the object's data key and the part's salt, so no two parts share one.
 */
final class Sealing {
  /** Bytes in a piece before it is encrypted. */
  static final int PIECE = 64 * 1024;

  /** Bytes that are added to each piece. */
  static final int TAG = 16;

  private static final int NONCE = 12;
  private static final int LAST = 1;

  private final SecretKey key;

  private Sealing(SecretKey key) {
    this.key = key;
  }

  /** How a part with that salt is encrypted. */
  static Sealing of(byte[] dataKey, Bytes salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(dataKey, "HmacSHA256"));
      return new Sealing(new SecretKeySpec(mac.doFinal(salt.toArray()), "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** Readies a cipher for the piece of that number. */
  void start(Cipher cipher, int mode, long number, boolean last) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    ByteBuffer.wrap(nonce).putInt(last ? LAST : 0).putLong(number);
    cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
  }

  /** How many bytes a part of that size has once it is encrypted. */
  static long sealedSize(long size) {
    return size + TAG * pieces(size);
  }

  /** How many pieces a part of that size has; one even if it has no bytes. */
  static long pieces(long size) {
    return Math.max(1, (size + PIECE - 1) / PIECE);
  }
}
