package io.nephele.wire.xml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The second, longer id that S3 gives each request beside its request id. Like S3's it means
 * nothing to callers; here it follows from the first.
 */
public final class S3HostId {
  private static final int LENGTH = 56;

  private S3HostId() {}

  /** The host id of a request. */
  public static String of(String requestId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-512").digest(requestId.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
