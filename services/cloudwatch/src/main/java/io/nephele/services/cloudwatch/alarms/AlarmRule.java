package io.nephele.services.cloudwatch.alarms;

import io.nephele.core.arn.Arn;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The rule of a composite alarm: {@code ALARM(a) AND (OK("b") OR NOT ALARM(c))}. */
final class AlarmRule {
  private static final int DEEPEST = 50;
  private static final int MOST = 500;

  private final String text;
  private final Set<String> children = new LinkedHashSet<>();
  private int at;
  private int depth;
  private Predicate<Function<String, String>> rule;

  private AlarmRule(String text) {
    this.text = text;
  }

  static AlarmRule parse(String text) {
    AlarmRule rule = new AlarmRule(text);
    rule.rule = rule.either();
    rule.space();
    if (rule.at < text.length()) {
      throw rule.error();
    }
    return rule;
  }

  /** The names of the alarms that it looks at. */
  Set<String> children() {
    return children;
  }

  /** Whether it holds, of the states of alarms by their names, which may be null. */
  boolean holds(Function<String, String> states) {
    return rule.test(states);
  }

  /** An error to the caller if it looks at what is not there, or in the end at itself. */
  void check(List<Alarm> all, String name) {
    Map<String, Alarm> byName = new HashMap<>();
    all.forEach(alarm -> byName.put(alarm.name(), alarm));
    for (String child : children) {
      if (!byName.containsKey(child) && !child.equals(name)) {
        throw CloudWatchErrors.validation(
            "Could not save the composite alarm as alarms ["
                + child
                + "] in the alarm rule do not"
                + " exist");
      }
    }
    Set<String> seen = new HashSet<>();
    ArrayDeque<String> left = new ArrayDeque<>(children);
    while (!left.isEmpty()) {
      String next = left.pop();
      if (next.equals(name)) {
        throw CloudWatchErrors.validation(
            "Could not save the composite alarm as its alarm rule creates a cycle.");
      }
      Alarm alarm = byName.get(next);
      if (alarm != null && alarm.composite() && seen.add(next)) {
        left.addAll(parse(alarm.compositeRule().alarmRule()).children);
      }
    }
  }

  private RuntimeException error() {
    return CloudWatchErrors.validation(
        "The AlarmRule cannot be read: syntax error at position " + (at + 1));
  }

  private Predicate<Function<String, String>> either() {
    Predicate<Function<String, String>> all = both();
    while (word("OR")) {
      all = all.or(both());
    }
    return all;
  }

  private Predicate<Function<String, String>> both() {
    Predicate<Function<String, String>> all = term();
    while (word("AND")) {
      all = all.and(term());
    }
    return all;
  }

  private Predicate<Function<String, String>> term() {
    if (++depth > DEEPEST || children.size() > MOST) {
      throw CloudWatchErrors.validation("AlarmRule is nested too deeply or too long.");
    }
    Predicate<Function<String, String>> term = unbounded();
    depth--;
    return term;
  }

  private Predicate<Function<String, String>> unbounded() {
    if (word("NOT")) {
      return term().negate();
    }
    if (word("TRUE")) {
      return states -> true;
    }
    if (word("FALSE")) {
      return states -> false;
    }
    for (String state : new String[] {Alarm.ALARM, Alarm.OK, Alarm.INSUFFICIENT_DATA}) {
      if (word(state)) {
        expect('(');
        String child = name();
        expect(')');
        children.add(child);
        return states -> state.equals(states.apply(child));
      }
    }
    expect('(');
    Predicate<Function<String, String>> inner = either();
    expect(')');
    return inner;
  }

  private String name() {
    space();
    int start = at;
    String name;
    if (at < text.length() && text.charAt(at) == '"') {
      int end = text.indexOf('"', at + 1);
      if (end < 0) {
        throw error();
      }
      at = end + 1;
      name = text.substring(start + 1, end);
    } else {
      while (at < text.length() && text.charAt(at) != ')') {
        at++;
      }
      name = text.substring(start, at).strip();
    }
    Arn arn = Arn.parse(name);
    if (arn != null && arn.resource().startsWith("alarm:")) {
      name = arn.resource().substring("alarm:".length());
    }
    if (name.isEmpty()) {
      throw error();
    }
    return name;
  }

  private boolean word(String word) {
    space();
    int end = at + word.length();
    if (text.startsWith(word, at)
        && (end == text.length()
            || Character.isWhitespace(text.charAt(end))
            || "()".indexOf(text.charAt(end)) >= 0)) {
      at = end;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    space();
    if (at == text.length() || text.charAt(at) != c) {
      throw error();
    }
    at++;
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
