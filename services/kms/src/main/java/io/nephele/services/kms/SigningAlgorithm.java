package io.nephele.services.kms;

import io.nephele.api.kms.MessageType;
import java.util.List;

/** The ways to sign, by the names that the API has for them. */
enum SigningAlgorithm {
  RSASSA_PSS_SHA_256(Family.PSS, "SHA-256", 32),
  RSASSA_PSS_SHA_384(Family.PSS, "SHA-384", 48),
  RSASSA_PSS_SHA_512(Family.PSS, "SHA-512", 64),
  RSASSA_PKCS1_V1_5_SHA_256(Family.PKCS1, "SHA-256", 32),
  RSASSA_PKCS1_V1_5_SHA_384(Family.PKCS1, "SHA-384", 48),
  RSASSA_PKCS1_V1_5_SHA_512(Family.PKCS1, "SHA-512", 64),
  ECDSA_SHA_256(Family.ECDSA, "SHA-256", 32),
  ECDSA_SHA_384(Family.ECDSA, "SHA-384", 48),
  ECDSA_SHA_512(Family.ECDSA, "SHA-512", 64),
  SM2DSA(Family.SM2, "SM3", 32),
  ML_DSA_SHAKE_256(Family.ML_DSA, "SHAKE-256", 64),
  ED25519_SHA_512(Family.ED25519, null, 0),
  ED25519_PH_SHA_512(Family.ED25519_PH, "SHA-512", 64);

  /** Ways that differ in more than the digest, and the types of messages that each takes. */
  enum Family {
    PSS,
    PKCS1,
    ECDSA,
    SM2,
    ML_DSA,
    ED25519,
    ED25519_PH;

    private List<String> messageTypes() {
      return switch (this) {
        case PSS, PKCS1, ECDSA, SM2 -> List.of(MessageType.RAW, MessageType.DIGEST);
        case ML_DSA -> List.of(MessageType.RAW, MessageType.EXTERNAL_MU);
        case ED25519 -> List.of(MessageType.RAW);
        case ED25519_PH -> List.of(MessageType.DIGEST);
      };
    }
  }

  private final Family family;
  private final String digest;
  private final int digestBytes;

  SigningAlgorithm(Family family, String digest, int digestBytes) {
    this.family = family;
    this.digest = digest;
    this.digestBytes = digestBytes;
  }

  Family family() {
    return family;
  }

  /** The digest's name in Java. */
  String digest() {
    return digest;
  }

  int digestBytes() {
    return digestBytes;
  }

  /** An error to the caller if such a message cannot be signed so. */
  void check(String messageType, int length) {
    if (!family.messageTypes().contains(messageType)) {
      throw KmsErrors.validation(
          "MessageType " + messageType + " is not valid for SigningAlgorithm " + name() + ".");
    }
    if (!messageType.equals(MessageType.RAW) && length != digestBytes) {
      throw KmsErrors.validation("Digest is invalid length for algorithm " + name() + ".");
    }
  }
}
