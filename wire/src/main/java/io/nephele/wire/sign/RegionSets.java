package io.nephele.wire.sign;

/** The sets of regions that version 4a signs for: names with asterisks, separated by commas. */
final class RegionSets {
  private static final int MAX_LENGTH = 1024;

  private RegionSets() {}

  /** Whether the region is in the set; null stands for any region. */
  static boolean contains(String set, String region) {
    if (set.length() > MAX_LENGTH) {
      return false;
    }
    if (region == null) {
      return true;
    }
    for (String pattern : set.split(",", -1)) {
      if (matches(pattern.strip(), region)) {
        return true;
      }
    }
    return false;
  }

  /** Goes back to the last asterisk only, so that no pattern takes long. */
  private static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
