package io.nephele.services.logs.patterns;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Terms that messages contain or do not contain. */
final class TermsPattern extends FilterPattern {
  private final List<Predicate<String>> required;
  private final List<Predicate<String>> excluded;
  private final List<Predicate<String>> optional;

  private TermsPattern(
      List<Predicate<String>> required,
      List<Predicate<String>> excluded,
      List<Predicate<String>> optional) {
    this.required = required;
    this.excluded = excluded;
    this.optional = optional;
  }

  static TermsPattern read(String text) {
    PatternScanner from = new PatternScanner(text);
    List<Predicate<String>> required = new ArrayList<>();
    List<Predicate<String>> excluded = new ArrayList<>();
    List<Predicate<String>> optional = new ArrayList<>();
    for (from.skipSpace(); !from.atEnd(); from.skipSpace()) {
      List<Predicate<String>> to = from.take("-") ? excluded : from.take("?") ? optional : required;
      to.add(term(from));
    }
    return new TermsPattern(required, excluded, optional);
  }

  private static Predicate<String> term(PatternScanner from) {
    if (from.peek() == '%') {
      Pattern regex = from.regex();
      return message -> regex.matcher(message).find();
    }
    String term = from.peek() == '"' ? from.quoted() : plain(from);
    return message -> message.contains(term);
  }

  private static String plain(PatternScanner from) {
    String term = from.until("");
    for (int i = 0; i < term.length(); i++) {
      if (!PatternScanner.isWord(term.charAt(i))) {
        throw io.nephele.services.logs.state.LogsErrors.invalid(
            "Invalid character(s) in term '" + term + "'");
      }
    }
    if (term.isEmpty()) {
      throw invalid("a term is empty");
    }
    return term;
  }

  /** Terms with a question mark count only where there are no others. */
  @Override
  public boolean matches(String message) {
    for (Predicate<String> term : required) {
      if (!term.test(message)) {
        return false;
      }
    }
    for (Predicate<String> term : excluded) {
      if (term.test(message)) {
        return false;
      }
    }
    if (!required.isEmpty() || !excluded.isEmpty()) {
      return true;
    }
    for (Predicate<String> term : optional) {
      if (term.test(message)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Map<String, String> extract(String message) {
    return Map.of();
  }

  @Override
  public String value(String selector, String message) {
    return JsonPattern.jsonValue(selector, message);
  }
}
