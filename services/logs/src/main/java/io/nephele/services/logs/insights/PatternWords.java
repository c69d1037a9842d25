package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits messages into words and what stands between them. Words that look like values, because
 * they have digits, stand for their kind.
 */
final class PatternWords {
  /** What a word that stands for a kind begins with; no message has it. */
  static final char KIND = '\u0000';

  /** The kind of words that nothing is known of. */
  static final String TOKEN = KIND + "Token";

  private static final String BETWEEN = " \t\r\n,;=()[]{}<>|\"'";
  private static final int MOST_CHARACTERS = 2000;

  private final List<String> words = new ArrayList<>();

  private PatternWords() {}

  /** The words and what is between them in turn; a word comes first, if only an empty one. */
  static List<String> of(String message) {
    PatternWords split = new PatternWords();
    int end = Math.min(message.length(), MOST_CHARACTERS);
    int at = 0;
    while (at < end) {
      int start = at;
      while (at < end && BETWEEN.indexOf(message.charAt(at)) < 0) {
        at++;
      }
      split.chunk(message.substring(start, at));
      int gap = at;
      while (at < end && BETWEEN.indexOf(message.charAt(at)) >= 0) {
        at++;
      }
      split.words.add(message.substring(gap, at));
    }
    return split.words;
  }

  private void chunk(String chunk) {
    String kind = kind(chunk);
    if (kind != null && !kind.equals(TOKEN)) {
      words.add(kind);
      return;
    }
    int start = 0;
    for (int i = 0; i < chunk.length(); i++) {
      char c = chunk.charAt(i);
      if (c == ':' || c == '/') {
        word(chunk.substring(start, i));
        words.add(Character.toString(c));
        start = i + 1;
      }
    }
    word(chunk.substring(start));
  }

  private void word(String word) {
    String kind = kind(word);
    words.add(kind == null ? word : kind);
  }

  /** The kind of a word with digits, or null. */
  private static String kind(String word) {
    int digits = 0;
    int hex = 0;
    int dots = 0;
    int colons = 0;
    int dashes = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      digits += digit ? 1 : 0;
      hex += digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' ? 1 : 0;
      dots += c == '.' ? 1 : 0;
      colons += c == ':' ? 1 : 0;
      dashes += c == '-' ? 1 : 0;
    }
    if (digits == 0) {
      return null;
    }
    int length = word.length();
    if (length == 36 && dashes == 4 && hex == 32) {
      return KIND + "UUID";
    }
    if (dots == 3 && colons <= 1 && digits + dots + colons == length) {
      return KIND + "IPv4";
    }
    if (dashes >= 2 && length >= 10 && isDate(word)) {
      return colons > 0 ? KIND + "Timestamp" : KIND + "Date";
    }
    if (colons > 0 && digits + colons + dots == length) {
      return KIND + "Time";
    }
    boolean signed = word.charAt(0) == '-' || word.charAt(0) == '+';
    if (dots <= 1 && digits + dots + (signed ? 1 : 0) == length) {
      return KIND + "Number";
    }
    return length >= 8 && hex == length ? KIND + "HexString" : TOKEN;
  }

  private static boolean isDate(String word) {
    for (int i = 0; i < 10; i++) {
      char c = word.charAt(i);
      boolean fits = i == 4 || i == 7 ? c == '-' : c >= '0' && c <= '9';
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
