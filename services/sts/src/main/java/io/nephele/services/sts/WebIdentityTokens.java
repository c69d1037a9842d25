package io.nephele.services.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.nephele.api.sts.InvalidIdentityTokenException;
import io.nephele.core.time.WorldClock;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.OidcProvider;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/** Verifies ID tokens of OpenID Connect providers by the providers' keys. */
final class WebIdentityTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final Directory directory;
  private final WorldClock clock;
  private final ProviderKeys keys;

  WebIdentityTokens(Directory directory, WorldClock clock) {
    this.directory = directory;
    this.clock = clock;
    this.keys = new ProviderKeys(clock);
  }

  /** Who issued a token: a provider of the account, or one that every account knows. */
  private record Issuer(
      String principal, String keyPrefix, List<String> thumbprints, List<String> clientIds) {}

  /**
   * What a token says.
   *
   * @param accountId the account whose providers count
   * @throws io.nephele.model.AwsException if it is not a valid token of one of them
   */
  WebIdentity verify(String token, String accountId) {
    JWSObject jws;
    try {
      jws = JWSObject.parse(token);
    } catch (ParseException e) {
      throw WebIdentityClaims.notAToken();
    }
    if (!ALGORITHMS.contains(jws.getHeader().getAlgorithm())) {
      throw new InvalidIdentityTokenException("Token signature algorithm is not supported");
    }
    WebIdentityClaims claims = WebIdentityClaims.parse(jws.getPayload().toString());
    Issuer issuer = issuer(claims.issuer(), accountId);
    String party = claims.authorizedParty();
    List<String> audiences = party == null ? claims.audiences() : List.of(party);
    String audience = audience(audiences, issuer);
    claims.checkTime(clock.now(), clock.machineTime());
    verifySignature(jws, claims.issuer(), issuer);
    return new WebIdentity(
        issuer.principal(),
        issuer.keyPrefix(),
        claims.subject(),
        audience,
        party == null ? List.of() : claims.audiences(),
        claims.methods(),
        claims.tags(),
        claims.transitiveKeys(),
        claims.sourceIdentity());
  }

  private Issuer issuer(String issuer, String accountId) {
    String url = withoutScheme(issuer);
    OidcProvider provider =
        directory.read(reader -> directory.oidcProviders().get(reader, accountId, url));
    if (provider != null && provider.url().equals(url)) {
      return new Issuer(provider.arn(), url, provider.thumbprints(), provider.clientIds());
    }
    if (url.equals("accounts.google.com")) {
      return new Issuer(url, url, List.of(), null);
    }
    if (url.equals("cognito-identity.amazonaws.com")) {
      // Its tokens are made by Amazon Cognito of the same world, which is not there yet.
      throw ProviderFetch.noKey();
    }
    throw new InvalidIdentityTokenException(
        "No OpenIDConnect provider found in your account for " + issuer);
  }

  private static String withoutScheme(String issuer) {
    int scheme = issuer.indexOf("://");
    return scheme < 0 ? issuer : issuer.substring(scheme + 3);
  }

  /** The one of a token's audiences that the provider is configured with. */
  private static String audience(List<String> audiences, Issuer issuer) {
    for (String audience : audiences) {
      if (issuer.clientIds() == null || issuer.clientIds().contains(audience)) {
        return audience;
      }
    }
    throw new InvalidIdentityTokenException("Incorrect token audience");
  }

  private void verifySignature(JWSObject jws, String issuerUrl, Issuer issuer) {
    JWSHeader header = jws.getHeader();
    // Google's older tokens name it without scheme.
    String url = issuerUrl.contains("://") ? issuerUrl : "https://" + issuerUrl;
    JWKSet set = keys.of(url, issuer.thumbprints(), header.getKeyID());
    boolean any = false;
    for (JWK key : set.getKeys()) {
      boolean named = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
      if (named && !KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
        any = true;
        if (isSignedBy(jws, key)) {
          return;
        }
      }
    }
    throw any
        ? new InvalidIdentityTokenException("Token signature is not valid")
        : ProviderFetch.noKey();
  }

  private static boolean isSignedBy(JWSObject jws, JWK key) {
    try {
      JWSVerifier verifier =
          switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey curve -> new ECDSAVerifier(curve);
            default -> null; // an algorithm with a shared secret is none that a token may have
          };
      return verifier != null
          && verifier.supportedJWSAlgorithms().contains(jws.getHeader().getAlgorithm())
          && jws.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }
}
