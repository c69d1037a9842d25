package io.nephele.services.sts;

import io.nephele.api.sts.InvalidIdentityTokenException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What AWS's own attributes of an assertion ask for.
 *
 * @param sessionName the name of the session
 * @param seconds how long it is to last at most, or null
 * @param sourceIdentity the source identity, or null
 */
record SamlGrant(String sessionName, Integer seconds, SessionTags tags, String sourceIdentity) {
  private static final String PREFIX = "https://aws.amazon.com/SAML/Attributes/";
  private static final String TAG = PREFIX + "PrincipalTag:";
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;

  /** Reads the attributes of an assertion. */
  static SamlGrant of(SamlAssertion assertion) {
    String name = assertion.single(PREFIX + "RoleSessionName");
    if (name == null) {
      throw invalid("RoleSessionName is required in AuthnResponse");
    }
    if (!isName(name)) {
      throw invalid("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
    }
    return new SamlGrant(name, seconds(assertion), tags(assertion), sourceIdentity(assertion));
  }

  /** Whether the assertion lets its user take that role by that provider. */
  static boolean names(SamlAssertion assertion, String roleArn, String providerArn) {
    for (String pair : assertion.attribute(PREFIX + "Role")) {
      String[] parts = pair.split(",", -1);
      if (parts.length == 2) {
        String one = parts[0].strip();
        String other = parts[1].strip();
        if (one.equals(roleArn) && other.equals(providerArn)
            || one.equals(providerArn) && other.equals(roleArn)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Integer seconds(SamlAssertion assertion) {
    String text = assertion.single(PREFIX + "SessionDuration");
    if (text == null) {
      return null;
    }
    boolean number = !text.isEmpty() && text.length() <= 5;
    for (int i = 0; i < text.length(); i++) {
      number &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int seconds = number ? Integer.parseInt(text) : 0;
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
      throw invalid("SessionDuration in AuthnResponse must be a number from 900 to 43200");
    }
    return seconds;
  }

  private static SessionTags tags(SamlAssertion assertion) {
    Map<String, String> tags = new LinkedHashMap<>();
    assertion
        .attributes()
        .forEach(
            (name, values) -> {
              if (name.startsWith(TAG)) {
                if (values.size() != 1) {
                  throw invalid("A PrincipalTag in AuthnResponse must have one value");
                }
                tags.put(name.substring(TAG.length()), values.getFirst());
              }
            });
    List<String> transitive = assertion.attribute(PREFIX + "TransitiveTagKeys");
    return SessionTags.of(tags, transitive, null);
  }

  private static String sourceIdentity(SamlAssertion assertion) {
    String identity = assertion.single(PREFIX + "SourceIdentity");
    if (identity != null
        && (!isName(identity) || identity.toLowerCase(Locale.ROOT).startsWith("aws:"))) {
      throw invalid(
          "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"");
    }
    return identity;
  }

  private static boolean isName(String text) {
    boolean allowed = text.length() >= 2 && text.length() <= 64;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      allowed &=
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "_+=,.@-".indexOf(c) >= 0;
    }
    return allowed;
  }

  private static RuntimeException invalid(String message) {
    return new InvalidIdentityTokenException(message);
  }
}
