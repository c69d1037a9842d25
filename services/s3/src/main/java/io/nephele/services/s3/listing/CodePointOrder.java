package io.nephele.services.s3.listing;

/** The order of keys: that of their bytes in UTF-8, which is that of their code points. */
final class CodePointOrder {
  private CodePointOrder() {}

  /** Compares two texts; Java's own order differs where surrogates meet other characters. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xPair = Character.isSurrogate(x);
        boolean yPair = Character.isSurrogate(y);
        return xPair == yPair ? Character.compare(x, y) : xPair ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
