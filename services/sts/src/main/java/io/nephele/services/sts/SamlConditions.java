package io.nephele.services.sts;

import io.nephele.api.sts.ExpiredTokenException;
import io.nephele.api.sts.InvalidIdentityTokenException;
import io.nephele.identity.directory.SamlProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Whether a verified assertion may be used here and now. */
final class SamlConditions {
  /** How long after it was issued an assertion can be exchanged. */
  private static final Duration REDEEMABLE = Duration.ofMinutes(5);

  /** How far a provider's clock may be ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Set<String> DOMAINS =
      Set.of("signin.aws.amazon.com", "signin.amazonaws.cn", "signin.amazonaws-us-gov.com");
  private static final String ENTITY = "urn:amazon:webservices";

  private SamlConditions() {}

  /**
   * Checks an assertion.
   *
   * @param now the time by the provider's clock
   * @throws io.nephele.model.AwsException if it is of another time or for somebody else
   */
  static void check(SamlAssertion assertion, SamlProvider provider, Instant now) {
    Instant latest = now.plus(AHEAD);
    if (assertion.issuedAt().isAfter(latest)
        || assertion.validFrom() != null && assertion.validFrom().isAfter(latest)) {
      throw new InvalidIdentityTokenException("The SAML assertion is not yet valid");
    }
    if (!now.isBefore(assertion.issuedAt().plus(REDEEMABLE))) {
      throw new ExpiredTokenException("Token must be redeemed within 5 minutes of issuance");
    }
    if (isOver(assertion.validUntil(), now)
        || isOver(assertion.confirmationEnd(), now)
        || isOver(assertion.sessionEnd(), now)) {
      throw new ExpiredTokenException("The SAML assertion has expired");
    }
    if (assertion.recipient() == null || !isEndpoint(assertion.recipient(), provider)) {
      throw new InvalidIdentityTokenException("Response does not contain the required recipient");
    }
    List<List<String>> restrictions = assertion.audiences();
    if (restrictions.isEmpty()) {
      throw noAudience();
    }
    for (List<String> audiences : restrictions) {
      if (audiences.stream().noneMatch(audience -> isAudience(audience, provider))) {
        throw noAudience();
      }
    }
  }

  private static boolean isOver(Instant end, Instant now) {
    return end != null && !now.isBefore(end);
  }

  private static RuntimeException noAudience() {
    return new InvalidIdentityTokenException("Response does not contain the required audience");
  }

  private static boolean isAudience(String audience, SamlProvider provider) {
    return audience.equals(ENTITY)
        || audience.startsWith(ENTITY + ":")
        || isEndpoint(audience, provider);
  }

  /** AWS's sign-in endpoints, global and regional, and the one of the provider itself. */
  private static boolean isEndpoint(String text, SamlProvider provider) {
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      String path = uri.getRawPath();
      return "https".equals(uri.getScheme())
          && host != null
          && uri.getPort() < 0
          && uri.getRawQuery() == null
          && (DOMAINS.contains(host) || DOMAINS.contains(host.substring(host.indexOf('.') + 1)))
          && (path.equals("/saml")
              || path.equals("/static/saml")
              || path.equals("/saml/acs/" + provider.uuid()));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
