package io.nephele.core.images;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A machine image (AMI) that everybody may use.
 *
 * @param name unique among all
 * @param architecture {@code x86_64} or {@code arm64}
 * @param platform {@code linux} or {@code windows}
 * @param owner the account that publishes it
 */
public record PublicImage(String name, String architecture, String platform, String owner) {
  private static final int ID_DIGITS = 17;

  /** Its id in a region, {@code ami-...}: of AWS's form, and always the same. */
  public String id(String region) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((region + "/" + name).getBytes(StandardCharsets.UTF_8));
      return "ami-" + HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
