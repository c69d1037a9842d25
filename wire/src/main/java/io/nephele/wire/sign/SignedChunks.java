package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import io.nephele.wire.chunked.ChunkVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Checks the signatures in an aws-chunked body: each signs the one before it, so that chunks can be
 * neither left out nor put in another order.
 */
final class SignedChunks implements ChunkVerifier {
  private final ClaimedSignature claim;
  private final SignatureKey key;
  private final boolean trailer;
  private String previous;
  private String signature;
  private MessageDigest digest;

  SignedChunks(ClaimedSignature claim, SignatureKey key, boolean trailer) {
    this.claim = claim;
    this.key = key;
    this.trailer = trailer;
    this.previous = unpadded(claim.signature());
  }

  @Override
  public void begin(String chunkSignature) {
    signature = chunkSignature;
    digest = Hashes.sha256();
  }

  @Override
  public void data(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public void end() {
    verify(
        claim.algorithm().text()
            + "-PAYLOAD\n"
            + chained()
            + Hashes.EMPTY
            + "\n"
            + Hashes.hex(digest.digest()),
        signature);
  }

  @Override
  public void trailers(String canonical, String trailerSignature) {
    if (trailer) {
      byte[] bytes = canonical.getBytes(StandardCharsets.ISO_8859_1);
      verify(
          claim.algorithm().text() + "-TRAILER\n" + chained() + Hashes.sha256Hex(bytes),
          trailerSignature);
    }
  }

  /** What every chunk signs first: the time, the scope and the signature before it. */
  private String chained() {
    return claim.timestamp() + "\n" + claim.scope() + "\n" + previous + "\n";
  }

  private void verify(String stringToSign, String padded) {
    String stated = padded == null ? "" : unpadded(padded);
    if (!key.verifies(stringToSign, stated)) {
      throw mismatch(stated, stringToSign);
    }
    previous = stated;
  }

  private AwsException mismatch(String stated, String stringToSign) {
    return S3SignatureErrors.mismatch(claim.accessKeyId(), stated, stringToSign, null);
  }

  /** Elliptic signatures are of different lengths, so clients pad them. */
  private static String unpadded(String text) {
    int padding = text.indexOf('*');
    return padding < 0 ? text : text.substring(0, padding);
  }
}
