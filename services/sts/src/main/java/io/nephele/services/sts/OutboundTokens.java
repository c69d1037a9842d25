package io.nephele.services.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.nephele.api.sts.GetWebIdentityTokenRequest;
import io.nephele.api.sts.GetWebIdentityTokenResponse;
import io.nephele.api.sts.JWTPayloadSizeExceededException;
import io.nephele.api.sts.OutboundWebIdentityFederationDisabledException;
import io.nephele.api.sts.SessionDurationEscalationException;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.core.json.JsonText;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.OutboundFederation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GetWebIdentityToken}: a signed token by which a principal shows others who it is. */
final class OutboundTokens {
  private static final int DEFAULT_SECONDS = 300;

  /** AWS does not publish its limit; this is what HTTP servers commonly take as a header. */
  private static final int MAX_PAYLOAD = 8192;

  private final StsWorld sts;
  private final SigningKeys keys;

  OutboundTokens(StsWorld sts) {
    this.sts = sts;
    this.keys = new SigningKeys(sts.world());
  }

  GetWebIdentityTokenResponse get(GetWebIdentityTokenRequest in, Call call) {
    OutboundFederation federation =
        WebIdentityDocuments.federation(sts.directory(), call.accountId());
    if (federation == null || !federation.enabled()) {
      throw new OutboundWebIdentityFederationDisabledException(
          "Outbound web identity federation is not enabled for this account");
    }
    String algorithm = in.signingAlgorithm();
    if (!algorithm.equals(SigningKeys.RS256) && !algorithm.equals(SigningKeys.ES384)) {
      throw StsErrors.constraint(
          algorithm, "signingAlgorithm", "Member must satisfy enum value set: [RS256, ES384]");
    }
    int seconds = in.durationSeconds() == null ? DEFAULT_SECONDS : in.durationSeconds();
    Instant issued = call.time().truncatedTo(ChronoUnit.SECONDS);
    Instant end = issued.plusSeconds(seconds);
    Session session = call.principal().session();
    if (session != null && end.isAfter(session.expiresAt())) {
      throw new SessionDurationEscalationException(
          "The requested token duration would extend the session beyond its original expiration"
              + " time.");
    }
    String payload = JsonText.write(claims(in, call, federation.issuer(), issued, end));
    if (payload.length() > MAX_PAYLOAD) {
      throw new JWTPayloadSizeExceededException(
          "The requested token payload size exceeds the maximum allowed size.");
    }
    return new GetWebIdentityTokenResponse()
        .webIdentityToken(sign(payload, keys.of(call.accountId(), algorithm), algorithm))
        .expiration(end);
  }

  private Map<String, Object> claims(
      GetWebIdentityTokenRequest in, Call call, String issuer, Instant issued, Instant end) {
    Principal caller = call.principal();
    Map<String, Object> claims = new LinkedHashMap<>();
    List<String> audience = in.audience();
    claims.put("aud", audience.size() == 1 ? audience.getFirst() : audience);
    claims.put("sub", subject(caller));
    claims.put("iss", issuer);
    claims.put("iat", issued.getEpochSecond());
    claims.put("exp", end.getEpochSecond());
    claims.put("jti", sts.world().ids().uuid().toString());
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("aws_account", caller.accountId());
    own.put("source_region", call.region().name());
    own.put("principal_id", subject(caller));
    Map<String, String> principalTags = principalTags(caller);
    if (!principalTags.isEmpty()) {
      own.put("principal_tags", principalTags);
    }
    Map<String, String> requestTags = SessionTags.of(in.tags()).tags();
    if (!requestTags.isEmpty()) {
      own.put("request_tags", requestTags);
    }
    Session session = caller.session();
    if (session != null) {
      own.put("original_session_exp", session.expiresAt().toString());
      if (session.federatedProvider() != null) {
        own.put("federated_provider", session.federatedProvider());
      }
      if (session.sourceIdentity() != null) {
        own.put("source_identity", session.sourceIdentity());
      }
    }
    claims.put("https://sts.amazonaws.com/", own);
    return claims;
  }

  /** Of a role's session the role, of others the principal itself. */
  private static String subject(Principal caller) {
    return caller.type() == Principal.Type.ROLE_SESSION ? caller.entityArn() : caller.arn();
  }

  /** Those of the user or role, and the session's in place of those of the same keys. */
  private Map<String, String> principalTags(Principal caller) {
    Map<String, String> tags =
        new LinkedHashMap<>(Identity.of(sts.world()).effectivePolicies().of(caller).tags());
    if (caller.session() != null) {
      for (Map.Entry<String, String> tag : caller.session().tags().entrySet()) {
        tags.keySet().removeIf(key -> key.equalsIgnoreCase(tag.getKey()));
        tags.put(tag.getKey(), tag.getValue());
      }
    }
    return tags;
  }

  private static String sign(String payload, JWK key, String algorithm) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
              .keyID(key.getKeyID())
              .type(JOSEObjectType.JWT)
              .build();
      JWSSigner signer =
          key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
      JWSObject token = new JWSObject(header, new Payload(payload));
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
  }
}
