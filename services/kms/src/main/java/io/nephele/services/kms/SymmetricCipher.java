package io.nephele.services.kms;

import io.nephele.model.Bytes;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** Encrypts with symmetric keys: AES-256-GCM, header and context authenticated. */
final class SymmetricCipher {
  private static final String CIPHER = "AES/GCM/NoPadding";

  private final KmsWorld kms;

  SymmetricCipher(KmsWorld kms) {
    this.kms = kms;
  }

  /** Encrypts with the material that the key encrypts with. */
  Bytes encrypt(KmsKey key, Material material, byte[] plaintext, Map<String, String> context) {
    byte[] header = CiphertextBlob.header(key, material.id());
    byte[] nonce = kms.ids().secretBytes(CiphertextBlob.NONCE_BYTES);
    byte[] blob =
        new byte[header.length + nonce.length + plaintext.length + CiphertextBlob.TAG_BYTES];
    System.arraycopy(header, 0, blob, 0, header.length);
    System.arraycopy(nonce, 0, blob, header.length, nonce.length);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, material, nonce, 0, header, context);
      cipher.doFinal(plaintext, 0, plaintext.length, blob, header.length + nonce.length);
      return Bytes.of(blob);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + CIPHER, e);
    }
  }

  /** Decrypts; an error to the caller if it is not what was encrypted, or the context differs. */
  byte[] decrypt(Material material, CiphertextBlob blob, Map<String, String> context) {
    byte[] sealed = blob.sealed();
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, material, sealed, 0, blob.header(), context);
      return cipher.doFinal(
          sealed, CiphertextBlob.NONCE_BYTES, sealed.length - CiphertextBlob.NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw KmsErrors.invalidCiphertext();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + CIPHER, e);
    }
  }

  private static Cipher cipher(
      int mode,
      Material material,
      byte[] nonce,
      int nonceAt,
      byte[] header,
      Map<String, String> context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        mode,
        material.secretKey(),
        new GCMParameterSpec(
            CiphertextBlob.TAG_BYTES * 8, nonce, nonceAt, CiphertextBlob.NONCE_BYTES));
    cipher.updateAAD(EncryptionContext.bytes(header, context));
    return cipher;
  }
}
