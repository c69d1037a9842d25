package io.nephele.services.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The accumulated vectors of C2SP's CCTV: the digest of the public keys of a hundred seeds and of
 * their deterministic signatures of nothing, which many implementations agree on.
 */
final class MlDsaKnownAnswersTest {
  private static final int KEYS = 100;
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @CsvSource({
    "ML_DSA_44,1312,d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4",
    "ML_DSA_65,1952,8358a1843220194417cadbc2651295cd8fc65125b5a5c1a239a16dc8b57ca199",
    "ML_DSA_87,2592,8c3ad714777622b8f21ce31bb35f71394f23bc0fcf3c78ace5d608990f3b061b"
  })
  void keysAndSignaturesAreThoseOfOthers(KeyMaterialSpec spec, int length, String digest) {
    SecureRandom seeds = new Squeezed();
    SecureRandom zeroes = new Zeroes();
    SHAKEDigest all = new SHAKEDigest(128);
    for (int i = 0; i < KEYS; i++) {
      EncodedKeyPair pair = KeyPairs.generate(spec, seeds);
      Material material =
          Material.of(
              MaterialMaker.of(
                  "key", spec, pair.privateKey(), pair.publicKey(), 0, Instant.EPOCH, null));
      byte[] encoded = pair.publicKey().toArray();
      byte[] signature = BouncySignatures.signMlDsa(material, NOTHING, true, zeroes);
      assertThat(BouncySignatures.verifyMlDsa(material, NOTHING, true, signature)).isTrue();
      all.update(encoded, encoded.length - length, length);
      all.update(signature, 0, signature.length);
    }
    byte[] found = new byte[32];
    all.doFinal(found, 0, found.length);
    assertThat(HexFormat.of().formatHex(found)).isEqualTo(digest);
  }

  @ParameterizedTest
  @CsvSource({"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void aSignatureOfWhichABitIsWrongIsInvalid(KeyMaterialSpec spec) {
    EncodedKeyPair pair = KeyPairs.generate(spec, new Squeezed());
    Material material =
        Material.of(
            MaterialMaker.of(
                "key", spec, pair.privateKey(), pair.publicKey(), 0, Instant.EPOCH, null));
    byte[] signature = BouncySignatures.signMlDsa(material, NOTHING, true, new Zeroes());
    for (int at : new int[] {0, 40, signature.length / 2, signature.length - 1}) {
      byte[] wrong = signature.clone();
      wrong[at] ^= 1;
      assertThat(BouncySignatures.verifyMlDsa(material, NOTHING, true, wrong)).isFalse();
    }
    byte[] tooShort = Arrays.copyOf(signature, signature.length - 1);
    assertThat(BouncySignatures.verifyMlDsa(material, NOTHING, true, tooShort)).isFalse();
    byte[] tooLong = Arrays.copyOf(signature, signature.length + 1);
    assertThat(BouncySignatures.verifyMlDsa(material, NOTHING, true, tooLong)).isFalse();
  }

  /** What SHAKE128 makes of nothing, on and on. */
  private static final class Squeezed extends SecureRandom {
    @Serial private static final long serialVersionUID = 1;

    private final transient SHAKEDigest shake = new SHAKEDigest(128);

    @Override
    public void nextBytes(byte[] bytes) {
      shake.doOutput(bytes, 0, bytes.length);
    }
  }

  /** With which FIPS 204 signs deterministically. */
  private static final class Zeroes extends SecureRandom {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
