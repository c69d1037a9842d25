package io.nephele.core.secrets;

import io.nephele.core.store.Key;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts rows by AES-256-GCM, with their place as what is authenticated too. Nonces are MACs of
 * place and value: the same row is the same bytes however often it is stored, so that comparisons
 * of worlds and copies of exports stay what they are, and no two rows share a nonce.
 */
final class RowCipher {
  private static final byte[] MAGIC = {0, 'N', 'R', 1};
  private static final int ID_BYTES = 8;
  private static final int HEADER_BYTES = MAGIC.length + ID_BYTES;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";

  private final byte[] header;
  private final SecretKey rows;
  private final SecretKey nonces;

  RowCipher(byte[] rootKey) {
    SecretKey root = new SecretKeySpec(rootKey, MAC);
    this.rows = new SecretKeySpec(mac(root, "nephele root key: rows"), "AES");
    this.nonces = new SecretKeySpec(mac(root, "nephele root key: nonces"), MAC);
    this.header = Arrays.copyOf(MAGIC, HEADER_BYTES);
    System.arraycopy(mac(root, "nephele root key: id"), 0, header, MAGIC.length, ID_BYTES);
  }

  private static byte[] mac(SecretKey key, String label) {
    return mac(key, label.getBytes(StandardCharsets.US_ASCII), new byte[0]);
  }

  private static byte[] mac(SecretKey key, byte[] first, byte[] second) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update((byte) (first.length >>> 8));
      mac.update((byte) first.length);
      mac.update(first);
      return mac.doFinal(second);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + MAC, e);
    }
  }

  static boolean isSealed(byte[] stored) {
    return stored.length >= HEADER_BYTES + NONCE_BYTES + TAG_BYTES
        && Arrays.equals(stored, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Whether this key's id is on it. */
  boolean hasSealed(byte[] stored) {
    return Arrays.equals(stored, 0, HEADER_BYTES, header, 0, HEADER_BYTES);
  }

  byte[] seal(Key place, byte[] value) {
    byte[] sealed = Arrays.copyOf(header, HEADER_BYTES + NONCE_BYTES + value.length + TAG_BYTES);
    byte[] nonce = mac(nonces, place.encoded(), value);
    System.arraycopy(nonce, 0, sealed, HEADER_BYTES, NONCE_BYTES);
    try {
      cipher(Cipher.ENCRYPT_MODE, place, sealed)
          .doFinal(value, 0, value.length, sealed, HEADER_BYTES + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + CIPHER, e);
    }
  }

  /** The value, or null if it was not sealed for that place. */
  byte[] open(Key place, byte[] sealed) {
    int at = HEADER_BYTES + NONCE_BYTES;
    try {
      return cipher(Cipher.DECRYPT_MODE, place, sealed).doFinal(sealed, at, sealed.length - at);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + CIPHER, e);
    }
  }

  private Cipher cipher(int mode, Key place, byte[] sealed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, rows, new GCMParameterSpec(TAG_BYTES * 8, sealed, HEADER_BYTES, NONCE_BYTES));
    cipher.updateAAD(header);
    cipher.updateAAD(place.encoded());
    return cipher;
  }
}
