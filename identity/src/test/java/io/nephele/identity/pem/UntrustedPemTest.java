package io.nephele.identity.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever texts come, there is a key or certificate or the error that says that there is none. */
final class UntrustedPemTest {
  private static String pem(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static KeyPair pair(String algorithm, int size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  @Test
  void keysAreReadAndPairsKnown() throws Exception {
    KeyPair rsa = pair("RSA", 2048);
    KeyPair ec = pair("EC", 384);
    KeyPair other = pair("EC", 384);
    assertThat(PrivateKeys.read(pem("PRIVATE KEY", rsa.getPrivate().getEncoded())))
        .isEqualTo(rsa.getPrivate());
    assertThat(PrivateKeys.read("\n\n" + pem("PRIVATE KEY", ec.getPrivate().getEncoded())))
        .isEqualTo(ec.getPrivate());
    assertThat(PrivateKeys.isPair(rsa.getPrivate(), rsa.getPublic())).isTrue();
    assertThat(PrivateKeys.isPair(ec.getPrivate(), ec.getPublic())).isTrue();
    assertThat(PrivateKeys.isPair(ec.getPrivate(), other.getPublic())).isFalse();
    assertThat(PrivateKeys.isPair(ec.getPrivate(), rsa.getPublic())).isFalse();
    assertThat(PrivateKeys.isPair(rsa.getPrivate(), ec.getPublic())).isFalse();
  }

  @Test
  void damagedKeysAreRefused() throws Exception {
    byte[] key = pair("EC", 256).getPrivate().getEncoded();
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = key.clone();
      for (int change = 0; change < 3; change++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      for (String label : new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"}) {
        try {
          assertThat(PrivateKeys.read(pem(label, damaged))).isNotNull();
        } catch (InvalidKeyException refused) {
          assertThat(refused).isNotNull();
        }
      }
    }
  }

  @Test
  void whatIsNotPemIsRefused() {
    String[] texts = {
      "",
      "key",
      "-----BEGIN PRIVATE KEY-----",
      "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
      "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END OTHER KEY-----",
      "text before\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      pem("ENCRYPTED PRIVATE KEY", new byte[64]),
      pem("PRIVATE KEY", new byte[64]) + pem("PRIVATE KEY", new byte[64]),
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
          + "-----END RSA PRIVATE KEY-----",
      "-----BEGIN ".repeat(20_000)
    };
    for (String text : texts) {
      assertThatThrownBy(() -> PrivateKeys.read(text)).isInstanceOf(InvalidKeyException.class);
      assertThatThrownBy(() -> Certificates.read(text)).isInstanceOf(CertificateException.class);
    }
    assertThatThrownBy(() -> Certificates.ofDer(new byte[0]))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> Certificates.ofDer(new byte[] {0x30, (byte) 0x84, 127, 1, 1, 1}))
        .isInstanceOf(CertificateException.class);
  }
}
