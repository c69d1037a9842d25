package io.nephele.services.sts;

import io.nephele.api.sts.ExpiredTokenException;
import io.nephele.api.sts.InvalidIdentityTokenException;
import io.nephele.core.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The claims of an ID token, read with the errors that STS answers where they are not right. */
final class WebIdentityClaims {
  private static final String TAGS = "https://aws.amazon.com/tags";
  private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

  /** How far a provider's clock may be ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Map<?, ?> claims;

  private WebIdentityClaims(Map<?, ?> claims) {
    this.claims = claims;
  }

  /** Reads the payload of a token. */
  static WebIdentityClaims parse(String payload) {
    if (payload != null && JsonText.parse(payload) instanceof Map<?, ?> map) {
      return new WebIdentityClaims(map);
    }
    throw notAToken();
  }

  static RuntimeException notAToken() {
    return new InvalidIdentityTokenException(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
            + " Token)");
  }

  String issuer() {
    return text("iss");
  }

  String subject() {
    return text("sub");
  }

  /** The text of a claim that has to be there. */
  private String text(String name) {
    if (claims.get(name) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new InvalidIdentityTokenException("Missing a required claim: " + name);
  }

  /** The client that the token was issued to, or null. */
  String authorizedParty() {
    return claims.get("azp") instanceof String party && !party.isEmpty() ? party : null;
  }

  List<String> audiences() {
    return texts(claims.get("aud"));
  }

  List<String> methods() {
    return texts(claims.get("amr"));
  }

  /**
   * Checks that the token is of this time.
   *
   * @param world the time of the world, by which it issues tokens itself
   * @param outside the time outside, by which others do
   */
  void checkTime(Instant world, Instant outside) {
    long expires = seconds("exp");
    long issued = seconds("iat");
    Instant now = isNearer(issued, world, outside) ? world : outside;
    if (now.getEpochSecond() >= expires) {
      throw new ExpiredTokenException(
          "Token expired: current date/time "
              + now.getEpochSecond()
              + " must be before the expiration date/time "
              + expires);
    }
    long latest = now.plus(AHEAD).getEpochSecond();
    if (issued > latest || claims.get("nbf") != null && seconds("nbf") > latest) {
      throw new InvalidIdentityTokenException("Token is not yet valid");
    }
  }

  private static boolean isNearer(long issued, Instant one, Instant other) {
    return Math.abs(issued - one.getEpochSecond()) < Math.abs(issued - other.getEpochSecond());
  }

  private long seconds(String name) {
    if (claims.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new InvalidIdentityTokenException("Missing a required claim: " + name);
  }

  /** Session tags, each of which is a list of one value. */
  Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    if (claims.get(TAGS) instanceof Map<?, ?> all
        && all.get("principal_tags") instanceof Map<?, ?> principalTags) {
      for (Map.Entry<?, ?> tag : principalTags.entrySet()) {
        List<String> values = texts(tag.getValue());
        if (values.size() != 1) {
          throw new InvalidIdentityTokenException(
              "A session tag has to have one value: " + tag.getKey());
        }
        tags.put((String) tag.getKey(), values.getFirst());
      }
    }
    return tags;
  }

  /** The keys of session tags that are handed on. */
  List<String> transitiveKeys() {
    return claims.get(TAGS) instanceof Map<?, ?> all
        ? texts(all.get("transitive_tag_keys"))
        : List.of();
  }

  String sourceIdentity() {
    return claims.get(SOURCE_IDENTITY) instanceof String identity ? identity : null;
  }

  private static List<String> texts(Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof String text) {
      texts.add(text);
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }
}
