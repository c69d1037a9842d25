package io.nephele.wire.sign;

import static io.nephele.wire.sign.Signing.JSON;
import static io.nephele.wire.sign.Signing.S3;
import static io.nephele.wire.sign.Signing.verify;
import static io.nephele.wire.sign.Signing.with;
import static io.nephele.wire.sign.Signing.withTarget;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Signatures with a character altered: AWS's errors, never a fault of ours, and never accepted as
 * another's.
 */
class SignatureFuzzTest {
  private static final String CHARACTERS = "=/,; &%+*\\\"'AWS4aZ09-_.~\u0000\u00e9\u12340\t";
  private static final int ROUNDS = 1500;

  private final Random random = new Random(20151130);

  private String altered(String text) {
    StringBuilder altered = new StringBuilder(text);
    int at = random.nextInt(text.length());
    char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
    switch (random.nextInt(3)) {
      case 0 -> altered.setCharAt(at, c);
      case 1 -> altered.insert(at, c);
      default -> altered.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
    }
    return altered.toString();
  }

  private static int refused(HttpRequest request, SignatureTarget target) {
    try {
      VerifiedRequest verified = verify(request, target);
      assertThat(verified.accessKeyId()).isIn(Signing.KEY, null);
      return 0;
    } catch (AwsException e) {
      assertThat(e.status()).isBetween(400, 403);
      return 1;
    }
  }

  @Test
  void altered() {
    OwnSigner service = OwnSigner.service("service");
    OwnSigner objects = OwnSigner.service("s3");
    HttpRequest post = service.sign(Requests.of("POST", "/"), Hashes.EMPTY);
    HttpRequest get =
        objects.sign(
            Requests.of("GET", "/b/k", "x-amz-content-sha256", Hashes.EMPTY), Hashes.EMPTY);
    HttpRequest url =
        objects.presign(Requests.of("GET", "/b/k"), "UNSIGNED-PAYLOAD", "X-Amz-Expires", "60");
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      refused +=
          refused(
              with(post, "Authorization", altered(post.headers().first("Authorization"))), JSON);
      refused +=
          refused(with(get, "Authorization", altered(get.headers().first("Authorization"))), S3);
      refused += refused(withTarget(url, "/b/k", altered(url.query())), S3);
    }
    // Some alterations are none: a space more, or a parameter that makes the request anonymous.
    assertThat(refused).isGreaterThan(3 * ROUNDS * 9 / 10);
  }

  /** A list of names that repeats one must not repeat its value. */
  @Test
  void repeatedNames() {
    HttpRequest post =
        OwnSigner.service("service")
            .sign(Requests.of("POST", "/", "X-Long", "x".repeat(8000)), Hashes.EMPTY);
    HttpRequest many = Signing.replaced(post, "x-long", "x-long;".repeat(1000) + "x-long");
    assertThat(Signing.refused(many, JSON).getMessage()).hasSizeLessThan(30_000);
  }
}
