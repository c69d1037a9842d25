package io.nephele.services.s3.bodies;

import io.nephele.model.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys that follow from a key and a salt, by HMAC-SHA-256. */
public final class DerivedKeys {
  /** How many bytes they have. */
  public static final int BYTES = 32;

  private static final String MAC = "HmacSHA256";

  private DerivedKeys() {}

  /** The key that follows from the 32 bytes at that place. */
  public static byte[] of(byte[] from, int offset, Bytes salt) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(from, offset, BYTES, MAC));
      return mac.doFinal(salt.toArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }
}
