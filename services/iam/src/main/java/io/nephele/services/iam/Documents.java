package io.nephele.services.iam;

import java.nio.charset.StandardCharsets;

/** Policy documents as IAM answers and measures them. */
final class Documents {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  private static final String HEX = "0123456789ABCDEF";

  private Documents() {}

  /** The document as results have it: percent-encoded as RFC 3986 says; null stays null. */
  static String encoded(String document) {
    if (document == null) {
      return null;
    }
    StringBuilder text = new StringBuilder(document.length() * 2);
    for (byte b : document.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
      }
    }
    return text.toString();
  }

  /** How long IAM takes a document for: its characters without white space. */
  static int size(String document) {
    int size = 0;
    for (int i = 0; i < document.length(); i++) {
      if (!Character.isWhitespace(document.charAt(i))) {
        size++;
      }
    }
    return size;
  }
}
