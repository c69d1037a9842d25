package io.nephele.services.s3.events;

import io.nephele.core.identity.CanonicalUser;
import io.nephele.core.identity.Principal;
import java.math.BigInteger;
import java.util.Locale;

/** How events name who did something and whose buckets are: by ids that mean nothing else. */
final class CustomerIds {
  private static final int LENGTH = 13;
  private static final int DIGITS = 36;
  private static final int USED = 18;

  private CustomerIds() {}

  /** The id of an account's owner: an A and 13 letters and digits, always the same ones. */
  static String of(String accountId) {
    String canonical = CanonicalUser.of(accountId);
    String text =
        new BigInteger(canonical.substring(0, USED), 16).toString(DIGITS).toUpperCase(Locale.ROOT);
    String padded = "0".repeat(LENGTH) + text;
    return "A" + padded.substring(padded.length() - LENGTH);
  }

  /** The id of who calls. */
  static String of(Principal principal) {
    return switch (principal.type()) {
      case ROOT -> of(principal.accountId());
      case USER, ROLE_SESSION, FEDERATED_USER -> "AWS:" + principal.id();
      case SERVICE -> principal.arn();
      case ANONYMOUS -> "ANONYMOUS";
    };
  }
}
