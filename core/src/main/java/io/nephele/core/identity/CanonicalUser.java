package io.nephele.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The canonical user id of an account, by which S3 and CloudFront name it: 64 hexadecimal digits
 * that tell nothing but can be taken back. They are the same in every world.
 */
public final class CanonicalUser {
  private static final byte[] KEY = "nephele-accounts".getBytes(StandardCharsets.US_ASCII);
  private static final String BLOCKS = "%s's canonical user id";
  private static final int LENGTH = 64;

  private CanonicalUser() {}

  /** The canonical user id of an account. */
  public static String of(String accountId) {
    byte[] plain = BLOCKS.formatted(accountId).getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(crypt(Cipher.ENCRYPT_MODE, plain));
  }

  /** The account of a canonical user id, or null if it is none. */
  public static String accountOf(String canonicalUserId) {
    if (canonicalUserId.length() != LENGTH) {
      return null;
    }
    byte[] blocks;
    try {
      blocks = HexFormat.of().parseHex(canonicalUserId);
    } catch (IllegalArgumentException e) {
      return null;
    }
    String plain = new String(crypt(Cipher.DECRYPT_MODE, blocks), StandardCharsets.ISO_8859_1);
    String accountId = plain.substring(0, 12);
    return AccountIds.isAccountId(accountId) && plain.equals(BLOCKS.formatted(accountId))
        ? accountId
        : null;
  }

  private static byte[] crypt(int mode, byte[] blocks) {
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(mode, new SecretKeySpec(KEY, "AES"));
      return cipher.doFinal(blocks);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }
}
