package io.nephele.services.kms;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Tokens of grants. Grants are in force at once here, so that a token only names its grant; the
 * grant's id, which nobody can guess, is what makes it one.
 *
 * @param keyPlace where the key is stored
 * @param grantId the grant
 */
record GrantTokens(Key keyPlace, String keyArn, String grantId) {
  private static final int PARTS = 4;

  /** A token of a grant. */
  static String write(Grant grant) {
    return Base64.getEncoder()
        .encodeToString(GrantTable.place(grant).getBytes(StandardCharsets.US_ASCII));
  }

  /** What a token says, or null if it is none. */
  static GrantTokens read(String token) {
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.US_ASCII);
      String[] parts = text.split(" ", -1);
      if (parts.length == PARTS && Regions.find(parts[1]) != null) {
        return new GrantTokens(
            KmsKey.place(parts[0], parts[1], parts[2]),
            KmsKey.arn(parts[0], parts[1], parts[2]),
            parts[3]);
      }
    } catch (IllegalArgumentException e) {
      // not a token
    }
    return null;
  }

  /** An error to the caller if one of the tokens is none. */
  static void check(List<String> tokens) {
    if (tokens != null) {
      for (String token : tokens) {
        if (read(token) == null) {
          throw invalid();
        }
      }
    }
  }

  static AwsException invalid() {
    return AwsException.client("InvalidGrantTokenException", 400, "Invalid grant token");
  }
}
