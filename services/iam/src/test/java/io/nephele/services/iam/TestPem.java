package io.nephele.services.iam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Certificates and keys that were made for tests: root, intermediate, leaf (EC), rsa, expired. */
final class TestPem {
  private TestPem() {}

  /** The text of a file, for example {@code leaf.pem}. */
  static String text(String file) {
    try (InputStream in = TestPem.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Base64 of a certificate, as SAML metadata has it. */
  static String base64(String file) {
    return text(file).replaceAll("-----[A-Z ]+-----", "").strip();
  }
}
