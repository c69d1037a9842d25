package io.nephele.wire.validate;

import java.util.regex.Pattern;

/**
 * A model's regular expression, tried on texts that callers send. Some expressions take exponential
 * time on texts made for it, so the matcher may look at a character only so many times; a text that
 * needs more does not match.
 */
final class BoundedPattern {
  private static final long STEPS = 200_000;
  private static final long STEPS_A_CHARACTER = 100;

  private final Pattern pattern;
  private final boolean anchored;

  /**
   * An expression that is anchored nowhere, or at both ends, has to match the whole text; where it
   * is anchored at one end, the text need only hold a match. Anchors at both ends were often added
   * by machine, as in {@code ^(a)|(b)$}, and are meant for the whole expression.
   */
  BoundedPattern(String expression) {
    this.pattern = Pattern.compile(expression);
    this.anchored = expression.startsWith("^") != expression.endsWith("$");
  }

  boolean matches(String text) {
    Stepped stepped = new Stepped(text, new Steps(STEPS + STEPS_A_CHARACTER * text.length()));
    try {
      return anchored ? pattern.matcher(stepped).find() : pattern.matcher(stepped).matches();
    } catch (TooManySteps e) {
      return false;
    } catch (StackOverflowError e) {
      // The JDK's matcher recurses for repeated groups; its depth is that of the text, which is the
      // caller's.
      return false;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super(null, null, false, false);
    }
  }

  private static final class Steps {
    private long left;

    Steps(long left) {
      this.left = left;
    }
  }

  /** A text that counts how often it is looked at; parts of it share the count. */
  private record Stepped(CharSequence text, Steps steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (--steps.left < 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Stepped(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
