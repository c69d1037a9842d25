package io.nephele.services.kms;

import io.nephele.model.Bytes;
import java.time.Instant;

/**
 * The material of a key, as it is stored under the key's account, region and id and its own id.
 *
 * @param id 64 hexadecimal digits that follow from the key's id and the material
 * @param spec what it is
 * @param secret the key itself, of asymmetric keys the private key as PKCS #8; null where imported
 *     material was deleted or has expired
 * @param publicKey of asymmetric keys the public key as X.509's SubjectPublicKeyInfo
 * @param number counts a key's materials, from zero
 * @param createdAt when it was made or first imported
 * @param rotatedAt when it became the one that the key encrypts with, null of the first and of what
 *     has not yet
 * @param rotationType {@code AUTOMATIC} or {@code ON_DEMAND}, null of the first
 * @param imported how it was imported, null if KMS made it
 */
record MaterialRow(
    String id,
    KeyMaterialSpec spec,
    Bytes secret,
    Bytes publicKey,
    int number,
    Instant createdAt,
    Instant rotatedAt,
    String rotationType,
    Import imported) {

  /**
   * How material was imported.
   *
   * @param expiresAt null if it does not expire
   * @param description null if there is none
   */
  record Import(Instant expiresAt, String description) {}

  MaterialRow withSecret(Bytes changed, Import how) {
    return new MaterialRow(
        id, spec, changed, publicKey, number, createdAt, rotatedAt, rotationType, how);
  }

  MaterialRow following(int changed) {
    return new MaterialRow(
        id, spec, secret, publicKey, changed, createdAt, rotatedAt, rotationType, imported);
  }

  MaterialRow rotated(Instant at, String type) {
    return new MaterialRow(id, spec, secret, publicKey, number, createdAt, at, type, imported);
  }

  @Override
  public String toString() {
    return "MaterialRow[" + id + "]"; // never the secret
  }
}
