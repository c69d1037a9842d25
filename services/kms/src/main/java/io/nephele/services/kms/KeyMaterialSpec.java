package io.nephele.services.kms;

import static io.nephele.api.kms.KeyUsageType.ENCRYPT_DECRYPT;
import static io.nephele.api.kms.KeyUsageType.GENERATE_VERIFY_MAC;
import static io.nephele.api.kms.KeyUsageType.KEY_AGREEMENT;
import static io.nephele.api.kms.KeyUsageType.SIGN_VERIFY;

import java.util.List;

/** What a key's material can be: KMS's key specs, by the names that the API has for them. */
enum KeyMaterialSpec {
  SYMMETRIC_DEFAULT(KeyKind.SYMMETRIC, 256, null),
  RSA_2048(KeyKind.RSA, 2048, null),
  RSA_3072(KeyKind.RSA, 3072, null),
  RSA_4096(KeyKind.RSA, 4096, null),
  ECC_NIST_P256(KeyKind.EC, 256, "secp256r1"),
  ECC_NIST_P384(KeyKind.EC, 384, "secp384r1"),
  ECC_NIST_P521(KeyKind.EC, 521, "secp521r1"),
  ECC_SECG_P256K1(KeyKind.KOBLITZ, 256, "secp256k1"),
  ECC_NIST_EDWARDS25519(KeyKind.EDWARDS, 255, "Ed25519"),
  SM2(KeyKind.SM2, 256, "sm2p256v1"),
  HMAC_224(KeyKind.HMAC, 224, "HmacSHA224"),
  HMAC_256(KeyKind.HMAC, 256, "HmacSHA256"),
  HMAC_384(KeyKind.HMAC, 384, "HmacSHA384"),
  HMAC_512(KeyKind.HMAC, 512, "HmacSHA512"),
  ML_DSA_44(KeyKind.ML_DSA, 44, "ML-DSA-44"),
  ML_DSA_65(KeyKind.ML_DSA, 65, "ML-DSA-65"),
  ML_DSA_87(KeyKind.ML_DSA, 87, "ML-DSA-87");

  private final KeyKind kind;
  private final int bits;
  private final String algorithm;

  KeyMaterialSpec(KeyKind kind, int bits, String algorithm) {
    this.kind = kind;
    this.bits = bits;
    this.algorithm = algorithm;
  }

  KeyKind kind() {
    return kind;
  }

  /** The size of the key, of its curve or of its parameters. */
  int bits() {
    return bits;
  }

  /** The name of the curve, parameter set or MAC in Java; null where there is nothing to name. */
  String algorithm() {
    return algorithm;
  }

  /** What keys of the spec can be for. */
  List<String> usages() {
    return switch (kind) {
      case SYMMETRIC -> List.of(ENCRYPT_DECRYPT);
      case HMAC -> List.of(GENERATE_VERIFY_MAC);
      case RSA -> List.of(ENCRYPT_DECRYPT, SIGN_VERIFY);
      case EC -> List.of(SIGN_VERIFY, KEY_AGREEMENT);
      case SM2 -> List.of(ENCRYPT_DECRYPT, SIGN_VERIFY, KEY_AGREEMENT);
      case KOBLITZ, EDWARDS, ML_DSA -> List.of(SIGN_VERIFY);
    };
  }

  boolean isSymmetric() {
    return kind == KeyKind.SYMMETRIC;
  }

  /** Whether there is a public key. */
  boolean isAsymmetric() {
    return kind != KeyKind.SYMMETRIC && kind != KeyKind.HMAC;
  }

  /** The algorithms that Encrypt takes for keys of that usage, null if none. */
  List<String> encryptionAlgorithms(String usage) {
    if (!usage.equals(ENCRYPT_DECRYPT)) {
      return null;
    }
    return switch (kind) {
      case SYMMETRIC -> List.of("SYMMETRIC_DEFAULT");
      case RSA -> List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
      case SM2 -> List.of("SM2PKE");
      default -> null;
    };
  }

  /** The algorithms that Sign takes for keys of that usage, null if none. */
  List<String> signingAlgorithms(String usage) {
    if (!usage.equals(SIGN_VERIFY)) {
      return null;
    }
    return switch (kind) {
      case RSA ->
          List.of(
              "RSASSA_PKCS1_V1_5_SHA_256",
              "RSASSA_PKCS1_V1_5_SHA_384",
              "RSASSA_PKCS1_V1_5_SHA_512",
              "RSASSA_PSS_SHA_256",
              "RSASSA_PSS_SHA_384",
              "RSASSA_PSS_SHA_512");
      case EC ->
          List.of(bits == 256 ? "ECDSA_SHA_256" : bits == 384 ? "ECDSA_SHA_384" : "ECDSA_SHA_512");
      case KOBLITZ -> List.of("ECDSA_SHA_256");
      case EDWARDS -> List.of("ED25519_SHA_512", "ED25519_PH_SHA_512");
      case SM2 -> List.of("SM2DSA");
      case ML_DSA -> List.of("ML_DSA_SHAKE_256");
      default -> null;
    };
  }

  /** The algorithms of DeriveSharedSecret for keys of that usage, null if none. */
  List<String> agreementAlgorithms(String usage) {
    return usage.equals(KEY_AGREEMENT) ? List.of("ECDH") : null;
  }

  /** The algorithms that GenerateMac takes, null if none. */
  List<String> macAlgorithms() {
    return kind == KeyKind.HMAC ? List.of("HMAC_SHA_" + bits) : null;
  }
}
