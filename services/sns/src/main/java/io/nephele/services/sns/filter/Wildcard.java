package io.nephele.services.sns.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which an asterisk is any run of characters; a backslash takes the meaning from an
 * asterisk or backslash after it.
 *
 * @param pieces what stands between the asterisks, at least one
 */
record Wildcard(List<String> pieces) {

  static Wildcard parse(String pattern) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        if (i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
          throw new FilterPolicyException(
              "Consecutive wildcard characters at pos " + i + " in wildcard pattern");
        }
        pieces.add(piece.toString());
        piece.setLength(0);
      } else if (c == '\\') {
        i++;
        if (i == pattern.length() || pattern.charAt(i) != '*' && pattern.charAt(i) != '\\') {
          throw new FilterPolicyException("Invalid escape character at pos " + (i - 1));
        }
        piece.append(pattern.charAt(i));
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return new Wildcard(List.copyOf(pieces));
  }

  boolean matches(String text) {
    String first = pieces.getFirst();
    if (pieces.size() == 1) {
      return text.equals(first);
    }
    String last = pieces.getLast();
    if (text.length() < first.length() + last.length()
        || !text.startsWith(first)
        || !text.endsWith(last)) {
      return false;
    }
    int at = first.length();
    int end = text.length() - last.length();
    for (int i = 1; i < pieces.size() - 1; i++) {
      int found = text.indexOf(pieces.get(i), at);
      if (found < 0 || found + pieces.get(i).length() > end) {
        return false;
      }
      at = found + pieces.get(i).length();
    }
    return true;
  }
}
