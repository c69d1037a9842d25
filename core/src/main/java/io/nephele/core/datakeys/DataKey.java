package io.nephele.core.datakeys;

import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A data key in use: encrypts and decrypts by AES-256 in GCM. What it encrypts begins with the
 * nonce. Nonces count up, since only the process that had the key made encrypts with it, and only
 * as long as it remembers it.
 */
public final class DataKey {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] NOTHING = {};

  private final SecretKeySpec key;
  private final Bytes wrapped;
  private final String kmsKeyArn;
  private final long number;
  private final AtomicLong nonces;

  private DataKey(
      SecretKeySpec key, Bytes wrapped, String kmsKeyArn, long number, AtomicLong nonces) {
    this.key = key;
    this.wrapped = wrapped;
    this.kmsKeyArn = kmsKeyArn;
    this.number = number;
    this.nonces = nonces;
  }

  /** One that KMS has just made. */
  static DataKey made(Bytes plain, Bytes wrapped, String kmsKeyArn) {
    SecretKeySpec key = new SecretKeySpec(plain.toArray(), "AES");
    return new DataKey(key, wrapped, kmsKeyArn, 0, new AtomicLong());
  }

  /** One that was made before and may only decrypt. */
  static DataKey opened(Bytes plain, Bytes wrapped, String kmsKeyArn) {
    return new DataKey(new SecretKeySpec(plain.toArray(), "AES"), wrapped, kmsKeyArn, 0, null);
  }

  /** The same key with a number, by which its owner finds it again; in place of this one. */
  public DataKey numbered(long ownNumber) {
    return new DataKey(key, wrapped, kmsKeyArn, ownNumber, nonces);
  }

  /** As KMS encrypted it, which is what may be stored. */
  public Bytes wrapped() {
    return wrapped;
  }

  /** The KMS key that encrypted it. */
  public String kmsKeyArn() {
    return kmsKeyArn;
  }

  /** The number that its owner gave it, or 0. */
  public long number() {
    return number;
  }

  /** Encrypts data: the nonce, then the rest. */
  public Bytes seal(Bytes data) {
    return seal(NOTHING, data);
  }

  /**
   * Encrypts data: the nonce, then the rest.
   *
   * @param bound what has to be the same when the data are decrypted
   */
  public Bytes seal(byte[] bound, Bytes data) {
    if (nonces == null) {
      throw new IllegalStateException("a data key that was made before encrypts nothing more");
    }
    byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(nonces.incrementAndGet()).array();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, bound);
      ByteBuffer sealed = ByteBuffer.allocate(NONCE + cipher.getOutputSize(data.length()));
      sealed.put(nonce);
      cipher.doFinal(data.toBuffer(), sealed);
      return Bytes.of(sealed.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("data cannot be encrypted under " + kmsKeyArn, e);
    }
  }

  /** Decrypts what {@link #seal(Bytes)} made. */
  public Bytes open(Bytes sealed) {
    return open(NOTHING, sealed);
  }

  /** Decrypts what {@link #seal(byte[], Bytes)} made. */
  public Bytes open(byte[] bound, Bytes sealed) {
    try {
      byte[] all = sealed.toArray();
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, all, bound);
      return Bytes.of(cipher.doFinal(all, NONCE, all.length - NONCE));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("data under " + kmsKeyArn + " cannot be decrypted", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonceFirst, byte[] bound) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonceFirst, 0, NONCE));
    cipher.updateAAD(bound);
    return cipher;
  }
}
