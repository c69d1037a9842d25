package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.chunked.ChunkVerifier;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.route.CredentialScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Verifies the signatures of requests as AWS does and answers with AWS's errors. It may be shared
 * by all threads; it keeps nothing but a fixed number of derived keys.
 */
public final class SignatureVerifier {
  /**
   * Bodies up to this length are read and verified at once; others are verified when they have been
   * read.
   */
  static final int READ_AHEAD = 1 << 20;

  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  /** The service whose clients add the session token to a URL after it is signed. */
  private static final String TOKEN_UNSIGNED = "iotdevicegateway";

  private final SigningKeys signingKeys = new SigningKeys();

  /**
   * Verifies a request.
   *
   * @param request as it came
   * @param target what it must be signed for
   * @param keys finds its key
   * @param clock the times by which its age is judged
   * @return the request to go on with and what is known of its caller; anonymous if nothing says
   *     who calls, which the caller answers with {@link #missing} where it is not allowed
   * @throws AwsException what AWS answers to a signature that is not right
   */
  public VerifiedRequest verify(
      HttpRequest request, SignatureTarget target, AccessKeys keys, SignatureClock clock) {
    SignatureErrors errors = SignatureErrors.of(target);
    QueryPairs query = new QueryPairs(request.query());
    boolean presigned = query.has("X-Amz-Algorithm");
    boolean versionTwo = target.isS3() && !presigned && query.has("Signature");
    String authorization = authorization(request, presigned || versionTwo, errors);
    if (presigned && target.isS3() && query.has("Signature")) {
      throw errors.several(null);
    }
    if (authorization == null && !presigned && !versionTwo) {
      return VerifiedRequest.anonymous(request);
    }
    String token = query.value("X-Amz-Security-Token");
    token = token != null && presigned ? token : request.headers().first("X-Amz-Security-Token");
    CredentialScope stated = CredentialScope.of(request);
    AccessKey key = stated == null ? null : keys.find(stated.accessKeyId(), token);
    if (key != null && key.state() == AccessKey.State.UNCHECKED) {
      return VerifiedRequest.unchecked(request, stated.accessKeyId(), token);
    }
    ClaimedSignature claim = claim(request, target, clock, authorization, query, errors);
    if (stated == null || !stated.accessKeyId().equals(claim.accessKeyId())) {
      key = keys.find(claim.accessKeyId(), claim.sessionToken());
    }
    SignatureKey signatureKey = signatureKey(claim, key, errors);
    Check check = new Check(request, target, query, claim, signatureKey, errors);
    return target.isS3() ? check.s3() : check.service();
  }

  /** What AWS answers to anonymous requests where they are not allowed. */
  public static AwsException missing(SignatureTarget target) {
    return SignatureErrors.of(target).missing();
  }

  /**
   * The value of the header, or null; several of them, or one beside a signature in the URL, are
   * refused.
   */
  private static String authorization(HttpRequest request, boolean inUrl, SignatureErrors errors) {
    List<String> all = request.headers().all("Authorization");
    if (all.isEmpty()) {
      return null;
    }
    String value = all.getFirst();
    if (inUrl) {
      throw errors.several(value);
    }
    if (all.size() > 1) {
      throw errors.repeated(value);
    }
    return value.isBlank() ? null : value;
  }

  private static ClaimedSignature claim(
      HttpRequest request,
      SignatureTarget target,
      SignatureClock clock,
      String authorization,
      QueryPairs query,
      SignatureErrors errors) {
    if (errors instanceof ServiceSignatureErrors serviceErrors) {
      ServiceClaims claims = new ServiceClaims(request, target, clock, serviceErrors);
      return authorization != null ? claims.ofHeader(authorization) : claims.ofQuery(query);
    }
    S3Claims claims = new S3Claims(request, target, clock);
    if (authorization != null) {
      return claims.ofHeader(authorization);
    }
    if (!query.has("X-Amz-Algorithm")) {
      throw S3SignatureErrors.versionTwo();
    }
    return claims.ofQuery(query);
  }

  /**
   * What verifies the claim's signature; refuses keys that may not be used and tokens that are not
   * theirs.
   */
  SignatureKey signatureKey(ClaimedSignature claim, AccessKey key, SignatureErrors errors) {
    String token = claim.sessionToken();
    if (key == null
        || key.state() == AccessKey.State.INACTIVE
        || key.state() == AccessKey.State.UNCHECKED) {
      throw errors.unknownKey(claim.accessKeyId());
    }
    if (!key.accepts(token)) {
      throw errors.invalidToken(claim.accessKeyId(), token);
    }
    if (key.state() == AccessKey.State.EXPIRED) {
      throw errors.expiredToken(token);
    }
    return claim.algorithm() == SigningAlgorithm.HMAC
        ? signingKeys.shared(key.secret(), claim.date(), claim.region(), claim.service())
        : signingKeys.elliptic(claim.accessKeyId(), key.secret());
  }

  /** One request's signature. */
  private record Check(
      HttpRequest request,
      SignatureTarget target,
      QueryPairs query,
      ClaimedSignature claim,
      SignatureKey key,
      SignatureErrors errors) {

    VerifiedRequest s3() {
      String payload = request.headers().first("x-amz-content-sha256");
      if (payload == null) {
        payload = query.value("X-Amz-Content-Sha256");
      }
      String hash = payload == null ? UNSIGNED : payload;
      ClaimedSignature verified = verified(hash);
      if (!Hashes.isSha256(hash)) {
        return result(request, verified, chunks(verified, hash), null);
      }
      HashedBody body =
          new HashedBody(
              request.body(),
              computed -> {
                if (!computed.equalsIgnoreCase(hash)) {
                  throw S3SignatureErrors.bodyMismatch(hash, computed);
                }
              });
      return result(request.withBody(body), verified, ChunkVerifier.NONE, body);
    }

    VerifiedRequest service() {
      String stated = request.headers().first("x-amz-content-sha256");
      if (stated != null && isLeftOut(stated)) {
        ClaimedSignature verified = verified(stated);
        return result(request, verified, chunks(verified, stated), null);
      }
      Body body = request.body();
      if (body.length() == 0) {
        return result(request, verified(Hashes.EMPTY), ChunkVerifier.NONE, null);
      }
      if (body.length() > 0 && body.length() <= READ_AHEAD) {
        byte[] bytes = read(body);
        ClaimedSignature verified = verified(Hashes.sha256Hex(bytes));
        HttpRequest held = request.withBody(Body.of(Bytes.of(bytes)));
        return result(held, verified, ChunkVerifier.NONE, null);
      }
      HashedBody hashed = new HashedBody(body, this::verified);
      return result(request.withBody(hashed), claim, ChunkVerifier.NONE, hashed);
    }

    /** Whether the signature leaves the body out, and may. */
    private boolean isLeftOut(String payload) {
      return payload.startsWith("STREAMING-")
          ? target.unsignedPayload() || !chunksUnsigned(payload)
          : payload.equals(UNSIGNED) && target.unsignedPayload();
    }

    private static boolean chunksUnsigned(String payload) {
      return payload.startsWith("STREAMING-UNSIGNED-") || payload.endsWith("-EVENTS");
    }

    private ChunkVerifier chunks(ClaimedSignature verified, String payload) {
      return payload.startsWith("STREAMING-") && !chunksUnsigned(payload)
          ? new SignedChunks(verified, key, payload.endsWith("-TRAILER"))
          : ChunkVerifier.NONE;
    }

    private VerifiedRequest result(
        HttpRequest goOn, ClaimedSignature verified, ChunkVerifier chunks, HashedBody pending) {
      return new VerifiedRequest(
          goOn,
          verified.presigned() ? VerifiedRequest.Kind.PRESIGNED : VerifiedRequest.Kind.HEADER,
          verified.accessKeyId(),
          verified.sessionToken(),
          verified.algorithm(),
          verified.time(),
          chunks,
          pending);
    }

    /** The claim as it was signed, for a body of that hash; throws if it was not. */
    private ClaimedSignature verified(String hash) {
      String canonical = CanonicalRequest.head(request, query, claim, target.isS3(), null) + hash;
      ClaimedSignature found = matching(canonical);
      if (found == null && claim.presigned() && claim.service().equals(TOKEN_UNSIGNED)) {
        found =
            matching(
                CanonicalRequest.head(request, query, claim, false, "X-Amz-Security-Token") + hash);
      }
      if (found == null) {
        byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
        throw errors.mismatch(claim, canonical, claim.stringToSign(bytes));
      }
      if (!target.isS3()) {
        List<String> missing = UnsignedHeaders.ofService(request, claim);
        if (!missing.isEmpty()) {
          throw errors.notSigned(missing);
        }
      }
      return found;
    }

    private ClaimedSignature matching(String canonical) {
      byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
      if (matches(claim, bytes)) {
        return claim;
      }
      if (bytes.length != canonical.length()) { // servers read header fields in either encoding
        byte[] others = canonical.getBytes(StandardCharsets.ISO_8859_1);
        if (matches(claim, others)) {
          return claim;
        }
      }
      String date = request.headers().first("Date");
      if (!claim.presigned() && date != null && request.headers().first("X-Amz-Date") == null) {
        ClaimedSignature asSent = claim.withTimestamp(date.strip());
        return matches(asSent, bytes) ? asSent : null;
      }
      return null;
    }

    private boolean matches(ClaimedSignature form, byte[] canonical) {
      return key.verifies(form.stringToSign(canonical), form.signature());
    }

    private static byte[] read(Body body) {
      try (InputStream in = body.open()) {
        return in.readNBytes((int) body.length());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
