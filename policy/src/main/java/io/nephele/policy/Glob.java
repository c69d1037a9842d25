package io.nephele.policy;

import java.util.Arrays;

/**
 * A compiled wildcard pattern: {@code *} is any run of characters, {@code ?} any single one.
 * Matching never recurses and goes back to the last star only, so the worst case is the product of
 * the two lengths and the usual case one pass.
 */
final class Glob {
  private static final byte LITERAL = 0;
  private static final byte ONE = 1;
  private static final byte ANY = 2;

  private enum Form {
    ANYTHING,
    EXACT,
    PREFIX,
    GENERAL
  }

  private final char[] chars;
  private final byte[] marks;
  private final Form form;
  // The whole text when EXACT, the text before the star when PREFIX.
  private final String literal;

  private Glob(char[] chars, byte[] marks) {
    this.chars = chars;
    this.marks = marks;
    int wildcards = 0;
    for (byte mark : marks) {
      if (mark != LITERAL) {
        wildcards++;
      }
    }
    boolean endsWithStar = marks.length > 0 && marks[marks.length - 1] == ANY;
    if (wildcards == 0) {
      form = Form.EXACT;
      literal = new String(chars);
    } else if (wildcards == 1 && endsWithStar) {
      form = marks.length == 1 ? Form.ANYTHING : Form.PREFIX;
      literal = new String(chars, 0, chars.length - 1);
    } else {
      form = Form.GENERAL;
      literal = "";
    }
  }

  /** A pattern in which every {@code *} and {@code ?} is a wildcard. */
  static Glob of(String pattern) {
    return new Builder(pattern.length()).pattern(pattern).build();
  }

  /** A pattern without wildcards. */
  static Glob exactly(String text) {
    return new Builder(text.length()).literal(text).build();
  }

  boolean isAnything() {
    return form == Form.ANYTHING;
  }

  boolean matches(String text) {
    return switch (form) {
      case ANYTHING -> true;
      case EXACT -> literal.equals(text);
      case PREFIX -> text.startsWith(literal);
      case GENERAL -> matchesGeneral(text, 0, text.length());
    };
  }

  /** Whether the part of the text from {@code from} to before {@code to} matches. */
  boolean matches(String text, int from, int to) {
    return switch (form) {
      case ANYTHING -> true;
      case EXACT ->
          to - from == literal.length() && text.regionMatches(from, literal, 0, literal.length());
      case PREFIX ->
          to - from >= literal.length() && text.regionMatches(from, literal, 0, literal.length());
      case GENERAL -> matchesGeneral(text, from, to);
    };
  }

  private boolean matchesGeneral(String text, int from, int to) {
    int at = from;
    int step = 0;
    int starStep = -1;
    int starAt = from;
    while (at < to) {
      if (step < marks.length && marks[step] == ANY) {
        starStep = step++;
        starAt = at;
      } else if (step < marks.length && (marks[step] == ONE || chars[step] == text.charAt(at))) {
        step++;
        at++;
      } else if (starStep >= 0) {
        step = starStep + 1;
        at = ++starAt;
      } else {
        return false;
      }
    }
    while (step < marks.length && marks[step] == ANY) {
      step++;
    }
    return step == marks.length;
  }

  /** Puts a pattern together from literal text and wildcards. */
  static final class Builder {
    private char[] chars;
    private byte[] marks;
    private int length;

    Builder(int capacity) {
      chars = new char[Math.max(capacity, 4)];
      marks = new byte[chars.length];
    }

    /** Adds text in which nothing is special. */
    Builder literal(String text) {
      for (int i = 0; i < text.length(); i++) {
        add(text.charAt(i), LITERAL);
      }
      return this;
    }

    /** Adds text in which {@code *} and {@code ?} are wildcards. */
    Builder pattern(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '*') {
          // Neighbouring stars mean no more than one.
          if (length == 0 || marks[length - 1] != ANY) {
            add(c, ANY);
          }
        } else {
          add(c, c == '?' ? ONE : LITERAL);
        }
      }
      return this;
    }

    private void add(char c, byte mark) {
      if (length == chars.length) {
        chars = Arrays.copyOf(chars, length * 2);
        marks = Arrays.copyOf(marks, length * 2);
      }
      chars[length] = c;
      marks[length++] = mark;
    }

    Glob build() {
      return new Glob(Arrays.copyOf(chars, length), Arrays.copyOf(marks, length));
    }
  }
}
