package io.nephele.services.kms;

import io.nephele.model.Bytes;

/**
 * A key pair as bytes.
 *
 * @param privateKey PKCS #8
 * @param publicKey X.509's SubjectPublicKeyInfo
 */
record EncodedKeyPair(Bytes privateKey, Bytes publicKey) {
  @Override
  public String toString() {
    return "EncodedKeyPair"; // never the private key
  }
}
