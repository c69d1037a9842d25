package io.nephele.services.cloudtrail;

import io.nephele.model.Bytes;

/**
 * The key by which digests of a region are signed.
 *
 * @param privateKey PKCS #8, a secret
 * @param publicKey PKCS #1, DER
 * @param fingerprint MD5 of the public key, in hexadecimal digits
 * @param createdAt in milliseconds
 */
record SigningKey(Bytes privateKey, Bytes publicKey, String fingerprint, long createdAt) {}
