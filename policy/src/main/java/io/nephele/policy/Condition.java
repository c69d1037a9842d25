package io.nephele.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One key of a statement's Condition block: operator, key and the values it is compared with. */
public final class Condition {
  /** How the values of a request's key take part. */
  public enum SetOperator {
    NONE,
    FOR_ALL_VALUES,
    FOR_ANY_VALUE
  }

  private final OperatorName name;
  private final String key;
  private final String lowerCaseKey;
  private final List<String> values;
  private final ValueTest[] tests;

  Condition(OperatorName name, String key, List<String> values, boolean variables) {
    this.name = name;
    this.key = key;
    this.lowerCaseKey = key.toLowerCase(Locale.ROOT);
    this.values = List.copyOf(values);
    this.tests = new ValueTest[values.size()];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = ValueTest.of(name.operator(), values.get(i), variables);
    }
  }

  public ConditionOperator operator() {
    return name.operator();
  }

  public SetOperator setOperator() {
    return name.setOperator();
  }

  /** Whether a request without the key passes. */
  public boolean ifExists() {
    return name.ifExists();
  }

  /** The condition key as written. */
  public String key() {
    return key;
  }

  /** The values as written. */
  public List<String> values() {
    return values;
  }

  void collectKeys(Set<String> keys) {
    keys.add(lowerCaseKey);
    for (ValueTest test : tests) {
      test.collectKeys(keys);
    }
  }

  boolean matches(ConditionKeys keys) {
    List<String> given = keys.values(lowerCaseKey);
    if (operator() == ConditionOperator.NULL) {
      return matchesNull(given.isEmpty());
    }
    if (given.isEmpty() && name.ifExists()) {
      return true;
    }
    return switch (name.setOperator()) {
      case NONE -> matchesPlain(given, keys);
      case FOR_ANY_VALUE -> matchesAnyOf(given, keys);
      case FOR_ALL_VALUES -> isNullSet(given) || matchesAllOf(given, keys);
    };
  }

  private boolean matchesNull(boolean absent) {
    String wanted = absent ? "true" : "false";
    for (String value : values) {
      if (value.equalsIgnoreCase(wanted)) {
        return true;
      }
    }
    return false;
  }

  // A negated operator is the opposite of its positive one, so it holds when the key is missing.
  private boolean matchesPlain(List<String> given, ConditionKeys keys) {
    for (int i = 0; i < given.size(); i++) {
      if (equalsOne(given.get(i), keys)) {
        return !operator().negated();
      }
    }
    return operator().negated();
  }

  private boolean matchesAnyOf(List<String> given, ConditionKeys keys) {
    for (int i = 0; i < given.size(); i++) {
      if (equalsOne(given.get(i), keys) != operator().negated()) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesAllOf(List<String> given, ConditionKeys keys) {
    for (int i = 0; i < given.size(); i++) {
      if (equalsOne(given.get(i), keys) == operator().negated()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNullSet(List<String> given) {
    return given.isEmpty() || (given.size() == 1 && given.getFirst().isEmpty());
  }

  private boolean equalsOne(String value, ConditionKeys keys) {
    for (ValueTest test : tests) {
      if (test.matches(value, keys)) {
        return true;
      }
    }
    return false;
  }
}
