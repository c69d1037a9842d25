package io.nephele.core.secrets;

import io.nephele.core.store.Key;
import java.util.List;
import java.util.Set;

/**
 * The tables that early builds wrote in the clear and that are sealed now: what comes from such a
 * build, in a data folder or an archive, is sealed when it comes in. Tables that came later do not
 * belong here, since they were never clear.
 */
public final class SealedTables {
  private static final Set<String> NAMES =
      Set.of(
          "iam.access-keys",
          "iam.mfa-devices",
          "iam.saml-providers",
          "iam.server-certificates",
          "kms.importParameters",
          "kms.materials",
          "s3.bucketKeys",
          "sts.message-secrets",
          "sts.sessions",
          "sts.signing-keys");

  private SealedTables() {}

  /** Their names, in order. */
  public static List<String> names() {
    return NAMES.stream().sorted().toList();
  }

  /**
   * What a row of an early build is now.
   *
   * @param place the row's key in its world
   * @return the same array if nothing is to be done
   */
  public static byte[] seal(RootKey rootKey, Key place, byte[] stored) {
    return RootKey.isSealed(stored) || !NAMES.contains(place.reader().nextText())
        ? stored
        : rootKey.seal(place, stored);
  }
}
