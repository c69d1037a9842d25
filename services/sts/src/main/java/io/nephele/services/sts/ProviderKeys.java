package io.nephele.services.sts;

import com.nimbusds.jose.jwk.JWKSet;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.WorldClock;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The public keys of OpenID Connect providers, found by their discovery documents (OpenID Connect
 * Discovery 1.0) and kept for an hour of the world's time.
 */
final class ProviderKeys {
  private static final Duration KEPT = Duration.ofHours(1);

  /** How soon a provider is asked again because of a key that it did not name. */
  private static final Duration NOT_AGAIN_WITHIN = Duration.ofSeconds(10);

  private static final int MOST = 256;

  private final WorldClock clock;
  private final Map<Source, Fetched> known = new ConcurrentHashMap<>();

  private record Source(String issuer, List<String> thumbprints) {}

  private record Fetched(JWKSet keys, Instant at) {}

  ProviderKeys(WorldClock clock) {
    this.clock = clock;
  }

  /**
   * The keys of a provider.
   *
   * @param issuer its URL, as tokens name it
   * @param keyId the key that is looked for; null if the token does not say
   * @throws io.nephele.model.AwsException if they cannot be had
   */
  JWKSet of(String issuer, List<String> thumbprints, String keyId) {
    Source source = new Source(issuer, List.copyOf(thumbprints));
    Fetched fetched = known.get(source);
    Instant now = clock.now();
    if (fetched != null && isGood(fetched, keyId, now)) {
      return fetched.keys();
    }
    JWKSet keys = fetch(issuer, thumbprints);
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(source, new Fetched(keys, now));
    return keys;
  }

  private static boolean isGood(Fetched fetched, String keyId, Instant now) {
    boolean has = keyId == null || fetched.keys().getKeyByKeyId(keyId) != null;
    return now.isBefore(fetched.at().plus(has ? KEPT : NOT_AGAIN_WITHIN));
  }

  private static JWKSet fetch(String issuer, List<String> thumbprints) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    String discovery = ProviderFetch.text(base + "/.well-known/openid-configuration", thumbprints);
    if (!(JsonText.parse(discovery) instanceof Map<?, ?> document)
        || !issuer.equals(document.get("issuer"))
        || !(document.get("jwks_uri") instanceof String keysUrl)) {
      throw ProviderFetch.noKey();
    }
    try {
      return JWKSet.parse(ProviderFetch.text(keysUrl, thumbprints));
    } catch (ParseException e) {
      throw ProviderFetch.noKey();
    }
  }
}
