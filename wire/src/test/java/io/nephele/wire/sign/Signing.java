package io.nephele.wire.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.model.AwsException;
import io.nephele.model.Protocol;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of signatures share: keys, targets, the time and ways to alter requests. */
final class Signing {
  static final String KEY = "AKIDEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static final String SESSION_KEY = "ASIASESSION";
  static final String TOKEN = "token/with+odd=letters";
  static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
  static final SignatureTarget JSON =
      SignatureTarget.of(Protocol.AWS_JSON_1_0, "service", "us-east-1");
  static final SignatureTarget QUERY = SignatureTarget.of(Protocol.AWS_QUERY, "iam", "us-east-1");
  static final SignatureTarget S3 = SignatureTarget.of(Protocol.REST_XML, "s3", "us-east-1");

  private Signing() {}

  /** A world with a permanent key, a session, and keys that are over. */
  static AccessKey find(String accessKeyId, String sessionToken) {
    return switch (accessKeyId) {
      case KEY -> AccessKey.permanent(SECRET);
      case SESSION_KEY -> AccessKey.temporary(SECRET, TOKEN);
      case "ASIAEXPIRED" -> AccessKey.expired(TOKEN);
      case "AKIADELETED" -> AccessKey.INACTIVE;
      case "test" -> AccessKey.UNCHECKED;
      default -> null;
    };
  }

  /** Verifies and reads the body to its end. */
  static VerifiedRequest verify(HttpRequest request, SignatureTarget target) {
    return verify(request, target, NOW);
  }

  static VerifiedRequest verify(HttpRequest request, SignatureTarget target, Instant now) {
    return verify(request, target, SignatureClock.standing(now));
  }

  static VerifiedRequest verify(HttpRequest request, SignatureTarget target, SignatureClock clock) {
    VerifiedRequest verified =
        new SignatureVerifier().verify(request, target, Signing::find, clock);
    verified.complete();
    return verified;
  }

  static AwsException refused(HttpRequest request, SignatureTarget target) {
    return refused(request, target, NOW);
  }

  static AwsException refused(HttpRequest request, SignatureTarget target, Instant now) {
    return refused(() -> verify(request, target, now));
  }

  static AwsException refused(ThrowingCallable call) {
    AwsException error = catchThrowableOfType(AwsException.class, call);
    assertThat(error).as("refused").isNotNull();
    return error;
  }

  static SignatureTarget target(Protocol protocol, String name) {
    return new SignatureTarget(protocol, false, List.of(name), "us-east-1", false);
  }

  static HttpRequest with(HttpRequest request, String header, String value) {
    Headers headers = request.headers().copy();
    if (value == null) {
      headers.remove(header);
    } else {
      headers.set(header, value);
    }
    return request.withHeaders(headers);
  }

  /** The request with a part of its authorization replaced. */
  static HttpRequest replaced(HttpRequest request, String part, String by) {
    String authorization = request.headers().first("Authorization");
    assertThat(authorization).contains(part);
    return with(request, "Authorization", authorization.replace(part, by));
  }

  static HttpRequest withTarget(HttpRequest request, String path, String query) {
    return new HttpRequest(
        request.method(),
        path,
        query,
        request.headers(),
        request.body(),
        request.remoteAddress(),
        request.secure());
  }
}
