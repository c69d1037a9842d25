package io.nephele.services.kms;

import io.nephele.api.kms.IncorrectKeyMaterialException;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;

/**
 * Material as it was unwrapped.
 *
 * @param secret the key, of asymmetric keys the private key as PKCS #8
 * @param publicKey of asymmetric keys the public key, else null
 */
record ImportedMaterial(Bytes secret, Bytes publicKey) {
  private static final int AES_KEY_BYTES = 32;

  /** Looks whether material is what a spec needs; an error to the caller if not. */
  static ImportedMaterial of(KeyMaterialSpec spec, byte[] material) {
    if (spec.isAsymmetric()) {
      try {
        EncodedKeyPair pair = BouncyKeys.pairOf(spec, material);
        return new ImportedMaterial(pair.privateKey(), pair.publicKey());
      } catch (IllegalArgumentException e) {
        throw incorrect();
      }
    }
    boolean fits =
        spec.isSymmetric()
            ? material.length == AES_KEY_BYTES
            : material.length >= MaterialMaker.macKeyBytes(spec)
                && material.length <= (spec.bits() > 256 ? 128 : 64);
    if (!fits) {
      throw incorrect();
    }
    return new ImportedMaterial(Bytes.of(material), null);
  }

  /** The material is not of the spec, or not the one that the key had. */
  static AwsException incorrect() {
    return new IncorrectKeyMaterialException(
        "The key material in the request is expired, invalid, or is not the same key material that"
            + " was previously imported into this KMS key.");
  }

  @Override
  public String toString() {
    return "ImportedMaterial"; // never the secret
  }
}
