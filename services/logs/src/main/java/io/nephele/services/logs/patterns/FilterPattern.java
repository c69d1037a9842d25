package io.nephele.services.logs.patterns;

import io.nephele.services.logs.state.LogsErrors;
import java.util.Map;

/**
 * A filter pattern: terms that messages contain, conditions on JSON, or conditions on the fields of
 * lines. Safe for threads.
 */
public abstract class FilterPattern {
  /** Matches every message. */
  public static final FilterPattern ALL =
      new FilterPattern() {
        @Override
        public boolean matches(String message) {
          return true;
        }

        @Override
        public Map<String, String> extract(String message) {
          return Map.of();
        }

        @Override
        public String value(String selector, String message) {
          return JsonPattern.jsonValue(selector, message);
        }
      };

  FilterPattern() {}

  /**
   * Reads a pattern; null and white space match everything.
   *
   * @throws io.nephele.model.AwsException InvalidParameterException if it is none
   */
  public static FilterPattern parse(String text) {
    String pattern = text == null ? "" : text.strip();
    if (pattern.isEmpty()) {
      return ALL;
    }
    return switch (pattern.charAt(0)) {
      case '{' -> JsonPattern.read(pattern);
      case '[' -> FieldsPattern.read(pattern);
      default -> TermsPattern.read(pattern);
    };
  }

  /** Whether a message matches. */
  public abstract boolean matches(String message);

  /** What a matching message has where the pattern looks, by selector; empty for terms. */
  public abstract Map<String, String> extract(String message);

  /** What a message has under a selector such as {@code $.size} or {@code $bytes}, or null. */
  public abstract String value(String selector, String message);

  /** The fields of a line by their names, for patterns of fields; empty for others. */
  public Map<String, String> fields(String message) {
    return Map.of();
  }

  /** The error of texts that are no patterns. */
  static io.nephele.model.AwsException invalid(String why) {
    return LogsErrors.invalid("Invalid filter pattern: " + why);
  }
}
