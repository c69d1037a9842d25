package io.nephele.services.dynamodb.values;

/** Texts by their UTF-8 form, without making it. */
public final class Utf8 {
  private Utf8() {}

  /** How many bytes the text has in UTF-8. */
  public static int length(String text) {
    int length = text.length();
    int bytes = length;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Each half of a surrogate pair counts two of its four bytes.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** The order of two texts by their UTF-8 bytes, which is that of their code points. */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        // Surrogates stand for code points above all others.
        boolean leftHigh = Character.isSurrogate(left);
        return leftHigh == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : leftHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
