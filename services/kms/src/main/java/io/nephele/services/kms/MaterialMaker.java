package io.nephele.services.kms;

import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Makes the material of keys. */
final class MaterialMaker {
  private static final int AES_KEY_BYTES = 32;

  private final WorldRandom random;

  MaterialMaker(WorldRandom random) {
    this.random = random;
  }

  /** New material, the first of a key. */
  MaterialRow make(String keyId, KeyMaterialSpec spec, Instant now) {
    if (spec.isAsymmetric()) {
      EncodedKeyPair pair = KeyPairs.generate(spec, random);
      return of(keyId, spec, pair.privateKey(), pair.publicKey(), 0, now, null);
    }
    int bytes = spec.isSymmetric() ? AES_KEY_BYTES : macKeyBytes(spec);
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return of(keyId, spec, Bytes.of(secret), null, 0, now, null);
  }

  /** HMAC keys are as long as their digest. */
  static int macKeyBytes(KeyMaterialSpec spec) {
    return spec.bits() / 8;
  }

  /** A row of material. */
  static MaterialRow of(
      String keyId,
      KeyMaterialSpec spec,
      Bytes secret,
      Bytes publicKey,
      int number,
      Instant now,
      MaterialRow.Import imported) {
    return new MaterialRow(
        id(keyId, secret), spec, secret, publicKey, number, now, null, null, imported);
  }

  /** The id of material: the same whenever it is imported into the same key. */
  static String id(String keyId, Bytes secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("kms/material/".getBytes(StandardCharsets.US_ASCII));
      digest.update(keyId.getBytes(StandardCharsets.US_ASCII));
      digest.update(secret.toArray());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
