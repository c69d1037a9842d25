package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.VerifyRequest;

/** Published test vectors, on imported keys. */
@NepheleTest
class KnownAnswersTest {
  private static final SdkBytes SAMPLE = SdkBytes.fromUtf8String("sample");

  @Inject Nephele nephele;
  @Inject KmsClient kms;

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] ecPrivateKey(String curve, String d) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new ECPrivateKeySpec(
                new BigInteger(d, 16), parameters.getParameterSpec(ECParameterSpec.class)))
        .getEncoded();
  }

  /** A signature of two numbers as DER. */
  private static byte[] der(String r, String s) {
    byte[] first = new BigInteger(r, 16).toByteArray();
    byte[] second = new BigInteger(s, 16).toByteArray();
    int length = 4 + first.length + second.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x30);
    if (length > 127) {
      out.write(0x81);
    }
    out.write(length);
    for (byte[] number : new byte[][] {first, second}) {
      out.write(2);
      out.write(number.length);
      out.writeBytes(number);
    }
    return out.toByteArray();
  }

  /** RFC 6979, A.2.5 to A.2.7: messages "sample" under the digest of the curve's size. */
  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256,secp256r1,ECDSA_SHA_256,"
        + "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721,"
        + "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,"
        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    "ECC_NIST_P384,secp384r1,ECDSA_SHA_384,"
        + "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D8"
        + "96D5724E4C70A825F872C9EA60D2EDF5,"
        + "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
        + "81A648152E44ACF96E36DD1E80FABE46,"
        + "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
        + "A329C145786E679E7B82C71A38628AC8",
    "ECC_NIST_P521,secp521r1,ECDSA_SHA_512,"
        + "0FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75C"
        + "AA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538,"
        + "0C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F1"
        + "74E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA,"
        + "0617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF2"
        + "82623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A",
  })
  void ecdsa(String spec, String curve, String algorithm, String d, String r, String s)
      throws GeneralSecurityException {
    String key = Importing.key(kms, spec, "SIGN_VERIFY", ecPrivateKey(curve, d));
    assertThat(verifies(key, algorithm, SAMPLE, der(r, s))).isTrue();
    assertThat(
            verifies(
                key,
                algorithm,
                SAMPLE,
                kms.sign(r2 -> r2.keyId(key).signingAlgorithm(algorithm).message(SAMPLE))
                    .signature()
                    .asByteArray()))
        .isTrue();
    refuses(key, algorithm, SAMPLE, der(s, r));
    refuses(key, algorithm, SdkBytes.fromUtf8String("test"), der(r, s));
    byte[] cut = der(r, s);
    refuses(key, algorithm, SAMPLE, Arrays.copyOf(cut, cut.length - 1));
    for (int at = cut.length / 2; at < cut.length; at += 7) {
      byte[] flipped = cut.clone();
      flipped[at] ^= 1;
      refuses(key, algorithm, SAMPLE, flipped);
    }
  }

  private boolean verifies(String key, String algorithm, SdkBytes message, byte[] signature) {
    return kms.verify(
            r ->
                r.keyId(key)
                    .signingAlgorithm(algorithm)
                    .message(message)
                    .signature(SdkBytes.fromByteArray(signature)))
        .signatureValid();
  }

  private void refuses(String key, String algorithm, SdkBytes message, byte[] signature) {
    assertError(() -> verifies(key, algorithm, message, signature), "KMSInvalidSignatureException");
  }

  /** RFC 8032, 7.1: tests 1 to 3 (the first message is empty, which KMS does not take). */
  @ParameterizedTest
  @CsvSource({
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  })
  void ed25519(String secret, String message, String signature) throws GeneralSecurityException {
    byte[] pkcs8 = hex("302e020100300506032b657004220420" + secret);
    String key = Importing.key(kms, "ECC_NIST_EDWARDS25519", "SIGN_VERIFY", pkcs8);
    SdkBytes bytes = SdkBytes.fromByteArray(hex(message));
    assertThat(
            kms.sign(r -> r.keyId(key).signingAlgorithm("ED25519_SHA_512").message(bytes))
                .signature()
                .asByteArray())
        .isEqualTo(hex(signature));
    assertThat(verifies(key, "ED25519_SHA_512", bytes, hex(signature))).isTrue();
    byte[] flipped = hex(signature);
    flipped[40] ^= 4;
    refuses(key, "ED25519_SHA_512", bytes, flipped);
  }

  /** NIST's CAVP, ECC CDH primitive, P-256, count 0. */
  @Test
  void ecdh() throws GeneralSecurityException {
    String key =
        Importing.key(
            kms,
            "ECC_NIST_P256",
            "KEY_AGREEMENT",
            ecPrivateKey(
                "secp256r1", "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534"));
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    byte[] other =
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(
                    new ECPoint(
                        new BigInteger(
                            "700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287", 16),
                        new BigInteger(
                            "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac",
                            16)),
                    parameters.getParameterSpec(ECParameterSpec.class)))
            .getEncoded();
    assertThat(
            kms.deriveSharedSecret(
                    r ->
                        r.keyId(key)
                            .keyAgreementAlgorithm("ECDH")
                            .publicKey(SdkBytes.fromByteArray(other)))
                .sharedSecret()
                .asByteArray())
        .isEqualTo(hex("46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"));
    byte[] offTheCurve = other.clone();
    offTheCurve[other.length - 1] ^= 1;
    assertError(
        () ->
            kms.deriveSharedSecret(
                r ->
                    r.keyId(key)
                        .keyAgreementAlgorithm("ECDH")
                        .publicKey(SdkBytes.fromByteArray(offTheCurve))),
        "ValidationException");
  }

  /**
   * HMAC under a key that begins like that of RFC 4231's test 2 and goes on with zeros: HMAC fills
   * short keys with zeros itself, so the answers are the RFC's.
   */
  @ParameterizedTest
  @CsvSource({
    "224,a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44",
    "256,5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "384,af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
        + "8e2240ca5e69e2c78b3239ecfab21649",
    "512,164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
  })
  void hmac(int bits, String expected) throws GeneralSecurityException {
    byte[] material = Arrays.copyOf("Jefe".getBytes(StandardCharsets.US_ASCII), bits / 8);
    String key = Importing.key(kms, "HMAC_" + bits, "GENERATE_VERIFY_MAC", material);
    SdkBytes message = SdkBytes.fromUtf8String("what do ya want for nothing?");
    assertThat(
            kms.generateMac(r -> r.keyId(key).macAlgorithm("HMAC_SHA_" + bits).message(message))
                .mac()
                .asByteArray())
        .isEqualTo(hex(expected));
    byte[] flipped = hex(expected);
    flipped[0] ^= 1;
    for (byte[] wrong : new byte[][] {flipped, Arrays.copyOf(hex(expected), bits / 8 - 1)}) {
      assertError(
          () ->
              kms.verifyMac(
                  r ->
                      r.keyId(key)
                          .macAlgorithm("HMAC_SHA_" + bits)
                          .message(message)
                          .mac(SdkBytes.fromByteArray(wrong))),
          "KMSInvalidMacException");
    }
  }

  /** GM/T 0003.5, the example of signatures, under the usual identifier of signers. */
  @Test
  void sm2() throws GeneralSecurityException {
    KmsClient china =
        Clients.create(KmsClient.class, nephele.endpoint(), "cn-north-1", Callers.OWNER);
    byte[] pkcs8 =
        hex(
            "3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420"
                + "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
    String key = Importing.key(china, "SM2", "SIGN_VERIFY", pkcs8);
    byte[] signature =
        der(
            "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3",
            "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
    VerifyRequest.Builder right =
        VerifyRequest.builder()
            .keyId(key)
            .signingAlgorithm("SM2DSA")
            .message(SdkBytes.fromUtf8String("message digest"))
            .signature(SdkBytes.fromByteArray(signature));
    assertThat(china.verify(right.build()).signatureValid()).isTrue();
    assertError(
        () -> china.verify(right.message(SdkBytes.fromUtf8String("another")).build()),
        "KMSInvalidSignatureException");
  }
}
