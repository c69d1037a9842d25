package io.nephele.services.s3.buckets;

import java.util.List;

/** Which names buckets may have: the rules of general purpose buckets. */
public final class BucketNames {
  private static final List<String> PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
  private static final List<String> SUFFIXES =
      List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

  private BucketNames() {}

  /** Whether a new bucket may have that name. */
  public static boolean isValid(String name) {
    return isWellFormed(name)
        && !isAddress(name)
        && PREFIXES.stream().noneMatch(name::startsWith)
        && SUFFIXES.stream().noneMatch(name::endsWith);
  }

  private static boolean isWellFormed(String name) {
    int length = name.length();
    if (length < 3 || length > 63) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      boolean edge = i == 0 || i == length - 1;
      if (!alphanumeric && (edge || c != '-' && c != '.')) {
        return false;
      }
      if (c == '.' && name.charAt(i - 1) == '.') {
        return false;
      }
    }
    return true;
  }

  /** Whether the name looks like an IP address. */
  private static boolean isAddress(String name) {
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3;
  }
}
