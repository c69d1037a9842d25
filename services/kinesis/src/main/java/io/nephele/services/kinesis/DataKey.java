package io.nephele.services.kinesis;

import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A data key: encrypts the data of records by AES-256 in GCM. Nonces count up, since one process
 * alone encrypts with a key, as long as it remembers it.
 */
final class DataKey {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final long number;
  private final SecretKeySpec key;
  private final AtomicLong nonces = new AtomicLong();

  DataKey(long number, byte[] key) {
    this.number = number;
    this.key = new SecretKeySpec(key, "AES");
  }

  /** By which records name it. */
  long number() {
    return number;
  }

  /** A record's data, encrypted: the nonce, then the rest. */
  Bytes seal(String partitionKey, Bytes data) {
    byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(nonces.incrementAndGet()).array();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, partitionKey);
      ByteBuffer sealed = ByteBuffer.allocate(NONCE + cipher.getOutputSize(data.length()));
      sealed.put(nonce);
      cipher.doFinal(data.toBuffer(), sealed);
      return Bytes.of(sealed.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the data of a record cannot be encrypted", e);
    }
  }

  /** What was encrypted. */
  Bytes open(String partitionKey, Bytes sealed) {
    try {
      byte[] all = sealed.toArray();
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, all, partitionKey);
      return Bytes.of(cipher.doFinal(all, NONCE, all.length - NONCE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the data of a record cannot be decrypted", e);
    }
  }

  private Cipher cipher(int mode, byte[] beginning, String partitionKey)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, beginning, 0, NONCE));
    cipher.updateAAD(partitionKey.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
