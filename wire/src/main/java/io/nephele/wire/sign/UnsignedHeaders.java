package io.nephele.wire.sign;

import io.nephele.wire.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds header fields that a signature should have covered and does not. */
final class UnsignedHeaders {
  /**
   * Fields that other services add or take unsigned: the body's hash proves itself, the token is
   * looked up, CloudFront adds its id.
   */
  private static final Set<String> FREE =
      Set.of("x-amz-content-sha256", "x-amz-security-token", "x-amz-cf-id");

  private UnsignedHeaders() {}

  /**
   * What S3 wants signed: the host, the body's MD5 and everything of Amazon's but the body's hash.
   * In the order in which S3 names them.
   */
  static List<String> ofS3(HttpRequest request, ClaimedSignature claim) {
    Set<String> signed = new HashSet<>(claim.signedHeaderNames());
    Set<String> missing = new HashSet<>(); // its order is the one of S3's answers
    request
        .headers()
        .forEach(
            (field, value) -> {
              String name = field.toLowerCase(Locale.ROOT);
              boolean wanted =
                  name.equals("host")
                      || name.equals("content-md5")
                      || name.startsWith("x-amz-") && !name.equals("x-amz-content-sha256");
              if (wanted && !signed.contains(name)) {
                missing.add(name);
              }
            });
    return List.copyOf(missing);
  }

  /**
   * What other services want signed besides the host: everything of Amazon's that changes what a
   * request means.
   */
  static List<String> ofService(HttpRequest request, ClaimedSignature claim) {
    List<String> signed = claim.signedHeaderNames();
    List<String> missing = new ArrayList<>(0);
    request
        .headers()
        .forEach(
            (field, value) -> {
              if (field.regionMatches(true, 0, "x-amz-", 0, 6)) {
                String name = field.toLowerCase(Locale.ROOT);
                if (!signed.contains(name) && !FREE.contains(name) && !missing.contains(name)) {
                  missing.add(name);
                }
              }
            });
    return missing;
  }
}
