package io.nephele.services.sts;

import io.nephele.core.World;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.json.JsonText;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.OutboundFederation;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents that are public at the issuer of an account's outbound web identity tokens: the
 * discovery document of OpenID Connect and the keys (RFC 7517).
 */
public final class WebIdentityDocuments {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/.well-known/jwks.json";

  private final Directory directory;
  private final SigningKeys keys;

  /** The documents of that world. */
  public WebIdentityDocuments(World world) {
    this.directory = Identity.of(world).directory();
    this.keys = new SigningKeys(world);
  }

  /**
   * The document at a path of this server, as JSON.
   *
   * @param accountId the account that the path names
   * @return null if that account has no issuer there, or has disabled it
   */
  public String at(String accountId, String path) {
    if (!AccountIds.isAccountId(accountId)) {
      return null;
    }
    OutboundFederation federation = federation(directory, accountId);
    if (federation == null || !federation.enabled()) {
      return null;
    }
    String issuerPath = URI.create(federation.issuer()).getRawPath();
    if (path.equals(issuerPath + DISCOVERY)) {
      return discovery(federation.issuer());
    }
    return path.equals(issuerPath + KEYS) ? keys.published(accountId) : null;
  }

  static OutboundFederation federation(Directory directory, String accountId) {
    return directory.read(
        reader -> directory.outboundFederation().get(reader, accountId, OutboundFederation.NAME));
  }

  private static String discovery(String issuer) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer);
    document.put("jwks_uri", issuer + KEYS);
    document.put("response_types_supported", List.of("id_token"));
    document.put("subject_types_supported", List.of("public"));
    document.put(
        "id_token_signing_alg_values_supported", List.of(SigningKeys.RS256, SigningKeys.ES384));
    document.put(
        "claims_supported",
        List.of("iss", "sub", "aud", "exp", "iat", "jti", "https://sts.amazonaws.com/"));
    return JsonText.write(document);
  }
}
