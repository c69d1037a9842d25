package io.nephele.services.sts;

import io.nephele.identity.directory.SamlProvider.SamlPrivateKey;
import io.nephele.identity.pem.PrivateKeys;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.w3c.dom.Element;

/**
 * Decrypts assertions (XML Encryption 1.0 and 1.1): AES in GCM or CBC mode, its key under RSA-OAEP.
 * Why something cannot be decrypted is not told.
 */
final class SamlDecryption {
  private static final String ENCRYPTION_11 = "http://www.w3.org/2009/xmlenc11#";
  private static final int BLOCK = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final List<SamlPrivateKey> keys;

  SamlDecryption(List<SamlPrivateKey> keys) {
    this.keys = keys;
  }

  /** The bytes of the assertion in an {@code EncryptedAssertion}, or null if they cannot be had. */
  byte[] decrypt(Element encryptedAssertion) {
    Element data = SamlXml.child(encryptedAssertion, SamlXml.ENCRYPTION, "EncryptedData");
    Element info = SamlXml.child(data, SamlXml.SIGNATURE, "KeyInfo");
    Element key = SamlXml.child(info, SamlXml.ENCRYPTION, "EncryptedKey");
    if (key == null) { // beside the data, to which it belongs as there is no other
      key = SamlXml.child(encryptedAssertion, SamlXml.ENCRYPTION, "EncryptedKey");
    }
    if (data == null || key == null || keys == null) {
      return null;
    }
    for (SamlPrivateKey privateKey : keys) {
      try {
        byte[] secret = unwrap(key, PrivateKeys.read(privateKey.pem()));
        return decrypt(algorithm(data), secret, value(data));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        // the next key, if there is one
      }
    }
    return null;
  }

  private static byte[] unwrap(Element encryptedKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    String algorithm = algorithm(encryptedKey);
    boolean first = (SamlXml.ENCRYPTION + "rsa-oaep-mgf1p").equals(algorithm);
    if (!first && !(ENCRYPTION_11 + "rsa-oaep").equals(algorithm)) {
      throw new GeneralSecurityException("unknown key transport");
    }
    Element method = SamlXml.child(encryptedKey, SamlXml.ENCRYPTION, "EncryptionMethod");
    String digest = digest(SamlXml.child(method, SamlXml.SIGNATURE, "DigestMethod"), "SHA-1");
    String mask = first ? "SHA-1" : digest(SamlXml.child(method, ENCRYPTION_11, "MGF"), "SHA-1");
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        privateKey,
        new OAEPParameterSpec(
            digest, "MGF1", new MGF1ParameterSpec(mask), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(value(encryptedKey));
  }

  private static String digest(Element method, String unnamed) throws GeneralSecurityException {
    String algorithm = SamlXml.attribute(method, "Algorithm");
    if (algorithm == null) {
      return unnamed;
    }
    return switch (algorithm.substring(algorithm.indexOf('#') + 1)) {
      case "sha1", "mgf1sha1" -> "SHA-1";
      case "sha256", "mgf1sha256" -> "SHA-256";
      case "sha384", "mgf1sha384" -> "SHA-384";
      case "sha512", "mgf1sha512" -> "SHA-512";
      default -> throw new GeneralSecurityException("unknown digest");
    };
  }

  private static byte[] decrypt(String algorithm, byte[] secret, byte[] encrypted)
      throws GeneralSecurityException {
    String name = algorithm == null ? "" : algorithm.substring(algorithm.indexOf('#') + 1);
    if (!name.equals("aes" + secret.length * 8 + "-gcm")
        && !name.equals("aes" + secret.length * 8 + "-cbc")) {
      throw new GeneralSecurityException("unknown encryption");
    }
    SecretKeySpec key = new SecretKeySpec(secret, "AES");
    if (name.endsWith("-gcm")) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      GCMParameterSpec nonce = new GCMParameterSpec(TAG_BITS, part(encrypted, NONCE));
      cipher.init(Cipher.DECRYPT_MODE, key, nonce);
      return cipher.doFinal(encrypted, NONCE, encrypted.length - NONCE);
    }
    Cipher cipher = Cipher.getInstance("AES/CBC/ISO10126Padding");
    cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(part(encrypted, BLOCK)));
    return cipher.doFinal(encrypted, BLOCK, encrypted.length - BLOCK);
  }

  private static byte[] part(byte[] encrypted, int length) throws GeneralSecurityException {
    if (encrypted.length < length) {
      throw new GeneralSecurityException("too short");
    }
    return Arrays.copyOf(encrypted, length);
  }

  private static String algorithm(Element encrypted) {
    return SamlXml.attribute(
        SamlXml.child(encrypted, SamlXml.ENCRYPTION, "EncryptionMethod"), "Algorithm");
  }

  private static byte[] value(Element encrypted) throws GeneralSecurityException {
    Element data = SamlXml.child(encrypted, SamlXml.ENCRYPTION, "CipherData");
    String text = SamlXml.text(SamlXml.child(data, SamlXml.ENCRYPTION, "CipherValue"));
    if (text == null) {
      throw new GeneralSecurityException("no value");
    }
    return Base64.getMimeDecoder().decode(text);
  }
}
