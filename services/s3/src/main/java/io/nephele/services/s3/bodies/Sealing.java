package io.nephele.services.s3.bodies;

import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How the bytes of one part of a body are encrypted: in pieces of 64 KB, each by AES-256-GCM with
 * its number as the nonce and a tag of its own, so that any range can be read and any damage is
 * found. The last piece is marked in its nonce, so that a body that was cut is found, too. The key
 * is derived from the object's data key and the part's salt, so no two parts share one. Where an
 * object has two data keys, each piece is encrypted by one and then by the other.
 */
final class Sealing {
  /** Bytes in a piece before it is encrypted. */
  static final int PIECE = 64 * 1024;

  /** Bytes that prove a piece, which each encryption adds. */
  static final int TAG = 16;

  private static final int NONCE = 12;
  private static final int LAST = 1;

  private final SecretKey[] keys;

  private Sealing(SecretKey[] keys) {
    this.keys = keys;
  }

  /**
   * How a part with that salt is encrypted.
   *
   * @param dataKey one key of 32 bytes, or several one after the other
   */
  static Sealing of(byte[] dataKey, Bytes salt) {
    SecretKey[] keys = new SecretKey[dataKey.length / DerivedKeys.BYTES];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = new SecretKeySpec(DerivedKeys.of(dataKey, i * DerivedKeys.BYTES, salt), "AES");
    }
    return new Sealing(keys);
  }

  static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** Encrypts the piece of that number; returns how many bytes it has then. */
  int seal(Cipher cipher, long number, boolean last, byte[] plain, int length, byte[] to)
      throws GeneralSecurityException {
    byte[] from = plain;
    int size = length;
    for (SecretKey key : keys) {
      start(cipher, Cipher.ENCRYPT_MODE, key, number, last);
      size = cipher.doFinal(from, 0, size, to, 0);
      from = to;
    }
    return size;
  }

  /**
   * Decrypts the piece of that number, in the course of which the encrypted bytes may be lost;
   * returns how many bytes it has then.
   *
   * @throws GeneralSecurityException if they are not those that were encrypted
   */
  int open(Cipher cipher, long number, boolean last, byte[] sealed, int length, byte[] to)
      throws GeneralSecurityException {
    int size = length;
    for (int i = keys.length - 1; i >= 0; i--) {
      start(cipher, Cipher.DECRYPT_MODE, keys[i], number, last);
      size = cipher.doFinal(sealed, 0, size, i == 0 ? to : sealed, 0);
    }
    return size;
  }

  private static void start(Cipher cipher, int mode, SecretKey key, long number, boolean last)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    ByteBuffer.wrap(nonce).putInt(last ? LAST : 0).putLong(number);
    cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
  }

  /** Bytes that are added to each piece. */
  int added() {
    return TAG * keys.length;
  }

  /** How many bytes a part of that size has once it is encrypted. */
  long sealedSize(long size) {
    return size + added() * pieces(size);
  }

  /** How many pieces a part of that size has; one even if it has no bytes. */
  static long pieces(long size) {
    return Math.max(1, (size + PIECE - 1) / PIECE);
  }
}
