package io.nephele.services.kms;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.OriginType;

/** Imports material of any length. */
final class Importing {
  private Importing() {}

  /** A new key with that material; its ARN. */
  static String key(KmsClient kms, String spec, String usage, byte[] material)
      throws GeneralSecurityException {
    String arn =
        kms.createKey(r -> r.origin(OriginType.EXTERNAL).keySpec(spec).keyUsage(usage))
            .keyMetadata()
            .arn();
    importMaterial(kms, arn, material, null);
    return arn;
  }

  /**
   * Imports material into a key.
   *
   * @param end when it expires, or null
   */
  static void importMaterial(KmsClient kms, String key, byte[] material, Instant end)
      throws GeneralSecurityException {
    GetParametersForImportResponse given =
        kms.getParametersForImport(
            r ->
                r.keyId(key)
                    .wrappingAlgorithm(AlgorithmSpec.RSA_AES_KEY_WRAP_SHA_256)
                    .wrappingKeySpec("RSA_2048"));
    byte[] aes = new byte[32];
    Arrays.fill(aes, (byte) 7);
    PublicKey wrappingKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(given.publicKey().asByteArray()));
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.ENCRYPT_MODE,
        wrappingKey,
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    Cipher wrapping = Cipher.getInstance("AES/KWP/NoPadding");
    wrapping.init(Cipher.WRAP_MODE, new SecretKeySpec(aes, "AES"));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(oaep.doFinal(aes));
    both.writeBytes(wrapping.wrap(new SecretKeySpec(material, "material")));
    kms.importKeyMaterial(
        r ->
            r.keyId(key)
                .importToken(given.importToken())
                .encryptedKeyMaterial(SdkBytes.fromByteArray(both.toByteArray()))
                .validTo(end)
                .expirationModel(
                    end == null
                        ? ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE
                        : ExpirationModelType.KEY_MATERIAL_EXPIRES));
  }
}
