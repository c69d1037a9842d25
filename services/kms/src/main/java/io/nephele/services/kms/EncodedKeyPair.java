package io.nephele.services.kms;

/**
 * A key pair as bytes.
 *
 * @param privateKey PKCS #8
 * @param publicKey X.509's SubjectPublicKeyInfo
 */
record EncodedKeyPair(byte[] privateKey, byte[] publicKey) {
  @Override
  public String toString() {
    return "EncodedKeyPair"; // never the private key
  }
}
