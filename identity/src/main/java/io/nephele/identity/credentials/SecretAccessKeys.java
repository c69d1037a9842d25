package io.nephele.identity.credentials;

import io.nephele.core.ids.Ids;

/** Secret access keys: forty characters of Base64's alphabet. */
public final class SecretAccessKeys {
  private static final int LENGTH = 40;
  private static final String ALPHABET = Ids.ALPHANUMERIC + "+/";

  private SecretAccessKeys() {}

  /** A new one, which nobody can guess. */
  public static String create(Ids ids) {
    return ids.secretText(LENGTH, ALPHABET);
  }
}
