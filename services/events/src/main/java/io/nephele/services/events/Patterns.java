package io.nephele.services.events;

import io.nephele.api.events.TestEventPatternRequest;
import io.nephele.api.events.TestEventPatternResponse;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.RuleCompiler;
import software.amazon.event.ruler.Ruler;

/** Event patterns, by AWS's own library. */
final class Patterns {
  private static final int MOST_CHARACTERS = 4096;
  private static final List<String> REQUIRED =
      List.of("id", "account", "source", "time", "region", "resources", "detail-type");

  private Patterns() {}

  /** Refuses what is no pattern. */
  static void check(String pattern) {
    if (pattern.length() > MOST_CHARACTERS) {
      throw EventsErrors.badPattern("Pattern is too large.");
    }
    String wrong;
    try {
      wrong = RuleCompiler.check(pattern);
    } catch (RuntimeException | StackOverflowError e) {
      wrong = "Pattern cannot be read.";
    }
    if (wrong != null) {
      throw EventsErrors.badPattern(wrong);
    }
  }

  static TestEventPatternResponse test(TestEventPatternRequest in, Call call) {
    if (!(JsonText.parse(in.event()) instanceof Map<?, ?> event)) {
      throw EventsErrors.validation("Parameter Event is not valid.");
    }
    for (String field : REQUIRED) {
      if (!event.containsKey(field)) {
        throw EventsErrors.validation(
            "Parameter Event is not valid. Reason: Event must contain the field " + field + ".");
      }
    }
    check(in.eventPattern());
    return new TestEventPatternResponse().result(matches(in.event(), in.eventPattern()));
  }

  private static boolean matches(String event, String pattern) {
    try {
      return Ruler.matchesRule(event, pattern);
    } catch (Exception e) {
      throw EventsErrors.badPattern(String.valueOf(e.getMessage()));
    }
  }
}
