package io.nephele.services.ssm;

import io.nephele.api.ssm.InvalidAllowedPatternException;
import io.nephele.api.ssm.ParameterPatternMismatchException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What values of parameters may be. */
final class ParameterValues {
  private static final int MAX_STEPS = 1_000_000;

  private ParameterValues() {}

  /** An error to the caller unless a parameter may have that value. */
  static void check(String value, String type, String pattern, String dataType) {
    if (value.isEmpty()) {
      throw SsmErrors.validation(
          "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 1.");
    }
    switch (dataType) {
      case "text" -> {}
      case "aws:ec2:image", "aws:ssm:integration" ->
          throw SsmErrors.validation(
              "The data type "
                  + dataType
                  + " needs a service that Nephele does not have yet; use text.");
      default ->
          throw SsmErrors.validation(
              "The following data type is not supported: "
                  + dataType
                  + " (Data type names are all lowercase.)");
    }
    if (pattern == null || pattern.isEmpty()) {
      return;
    }
    if (type.equals("StringList")) {
      for (String item : value.split(",", -1)) {
        match(item, pattern);
      }
    } else {
      match(value, pattern);
    }
  }

  private static void match(String value, String pattern) {
    boolean matches;
    try {
      matches = Pattern.compile(pattern).matcher(new Counted(value)).matches();
    } catch (PatternSyntaxException | StackOverflowError e) {
      throw new InvalidAllowedPatternException("The regular expression is not valid: " + pattern);
    }
    if (!matches) {
      throw new ParameterPatternMismatchException(
          "Parameter value, cannot be validated against allowedPattern: " + pattern);
    }
  }

  /** A value that ends matching when the pattern takes too many steps. */
  private static final class Counted implements CharSequence {
    private final String text;
    private int steps;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
        throw new InvalidAllowedPatternException(
            "The regular expression takes too long to be matched.");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
