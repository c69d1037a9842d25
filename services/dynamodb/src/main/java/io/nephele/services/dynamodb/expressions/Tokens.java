package io.nephele.services.dynamodb.expressions;

import io.nephele.model.AwsException;
import java.util.Arrays;

/**
 * An expression's tokens: words, placeholders of names and values, numbers (only as indexes of
 * lists), and signs. What is none of these is a token of one character that no rule takes.
 */
final class Tokens {
  /** The kinds of token. */
  enum Kind {
    WORD,
    NAME,
    VALUE,
    NUMBER,
    SIGN,
    END
  }

  private final ExpressionKind expression;
  private final String text;
  private Kind[] kinds = new Kind[16];
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int count;
  private int at;

  Tokens(ExpressionKind expression, String text) {
    this.expression = expression;
    this.text = text;
    scan();
  }

  private void scan() {
    int length = text.length();
    int i = 0;
    while (i < length) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        i++;
        continue;
      }
      int end = i + 1;
      Kind kind = Kind.SIGN;
      if (isLetter(c)) {
        kind = Kind.WORD;
        end = wordEnd(end);
      } else if (isDigit(c)) {
        kind = Kind.NUMBER;
        while (end < length && isDigit(text.charAt(end))) {
          end++;
        }
      } else if ((c == '#' || c == ':') && end < length && isPart(text.charAt(end))) {
        kind = c == '#' ? Kind.NAME : Kind.VALUE;
        end = wordEnd(end);
      } else if ((c == '<' || c == '>') && end < length) {
        char next = text.charAt(end);
        end += next == '=' || c == '<' && next == '>' ? 1 : 0;
      }
      add(kind, i, end);
      i = end;
    }
    add(Kind.END, length, length);
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < text.length() && isPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void add(Kind kind, int start, int end) {
    if (count == kinds.length) {
      kinds = Arrays.copyOf(kinds, count * 2);
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count++] = end;
  }

  /** The kind of the token that is next. */
  Kind kind() {
    return kinds[at];
  }

  /** The text of the token that is next. */
  String text() {
    return text.substring(starts[at], ends[at]);
  }

  /** Passes over the next token and gives its text. */
  String take() {
    String taken = text();
    at++;
    return taken;
  }

  /** Whether the next token is that sign. */
  boolean isSign(String sign) {
    return kinds[at] == Kind.SIGN
        && ends[at] - starts[at] == sign.length()
        && text.startsWith(sign, starts[at]);
  }

  /** Whether the next token is that word, in any case. */
  boolean isWord(String word) {
    return kinds[at] == Kind.WORD
        && ends[at] - starts[at] == word.length()
        && text.regionMatches(true, starts[at], word, 0, word.length());
  }

  /** Passes over that sign if it is next. */
  boolean takeSign(String sign) {
    boolean found = isSign(sign);
    at += found ? 1 : 0;
    return found;
  }

  /** Passes over that word if it is next. */
  boolean takeWord(String word) {
    boolean found = isWord(word);
    at += found ? 1 : 0;
    return found;
  }

  /** Passes over that sign; an error if it is not next. */
  void requireSign(String sign) {
    if (!takeSign(sign)) {
      throw unexpected();
    }
  }

  /** Passes over that word; an error if it is not next. */
  void requireWord(String word) {
    if (!takeWord(word)) {
      throw unexpected();
    }
  }

  /** Whether the token after the next is that sign. */
  boolean isFollowedBy(String sign) {
    at++;
    boolean found = isSign(sign);
    at--;
    return found;
  }

  /** AWS's error about the next token, shown between its neighbours. */
  AwsException unexpected() {
    boolean end = kinds[at] == Kind.END;
    int from = at > 0 ? starts[at - 1] : starts[at];
    int to = end ? ends[at] : ends[at + 1];
    return expression.error(
        "Syntax error; token: \""
            + (end ? "<EOF>" : text())
            + "\", near: \""
            + text.substring(from, to)
            + "\"");
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether the character can stand in a word after its first. */
  static boolean isPart(char c) {
    return isLetter(c) || isDigit(c);
  }
}
