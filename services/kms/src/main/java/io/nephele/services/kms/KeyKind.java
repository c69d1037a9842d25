package io.nephele.services.kms;

/** The kinds of cryptography that keys are for. */
enum KeyKind {
  SYMMETRIC,
  HMAC,
  RSA,
  /** The curves of NIST. */
  EC,
  /** The curve secp256k1. */
  KOBLITZ,
  EDWARDS,
  SM2,
  ML_DSA
}
