package io.nephele.services.s3.accesspoints;

import io.nephele.core.ids.Ids;

/** Which names access points may have, and the aliases that they get. */
public final class AccessPointNames {
  private static final String ALIAS = "-s3alias";
  private static final int LONGEST = 50;
  private static final int RANDOM = 34;
  private static final int LONGEST_ALIAS = 63;

  private AccessPointNames() {}

  /** Whether a new access point may have that name. */
  static boolean isValid(String name) {
    int length = name.length();
    if (length < 3 || length > LONGEST || name.startsWith("xn--") || name.endsWith(ALIAS)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!alphanumeric && (c != '-' || i == 0 || i == length - 1)) {
        return false;
      }
    }
    return true;
  }

  /** A new alias: as much of the name as there is room for, and what nobody can guess. */
  static String alias(String name, String region, Ids ids) {
    return alias(name, region, ALIAS, ids);
  }

  /** As the other, of a kind of access points whose aliases end otherwise. */
  public static String alias(String name, String region, String end, Ids ids) {
    int room = LONGEST_ALIAS - 1 - RANDOM - end.length();
    String start = name.length() > room ? name.substring(0, room) : name;
    String place = place(region) + "a";
    String random =
        ids.text(RANDOM - place.length(), "abcdefghijklmnopqrstuvwxyz0123456789") + place;
    return start + "-" + random + end;
  }

  /** A region's short name: {@code use1} for {@code us-east-1}. */
  private static String place(String region) {
    StringBuilder place = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= region.length(); i++) {
      if (i == region.length() || region.charAt(i) == '-') {
        String part = region.substring(start, i);
        boolean first = start == 0;
        boolean twoWinds = part.length() > 5 && (part.startsWith("north") || isSouth(part));
        place.append(first ? part : part.substring(0, 1));
        if (twoWinds) {
          place.append(part.charAt(5));
        }
        start = i + 1;
      }
    }
    return place.toString();
  }

  private static boolean isSouth(String part) {
    return part.startsWith("south");
  }
}
