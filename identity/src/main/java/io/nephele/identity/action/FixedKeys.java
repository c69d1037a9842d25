package io.nephele.identity.action;

import io.nephele.policy.ConditionKeys;
import java.util.List;
import java.util.Map;

/**
 * Condition keys with values that are known beforehand, before those that others tell.
 *
 * @param fixed by name in lower case
 */
record FixedKeys(Map<String, List<String>> fixed, ConditionKeys others) implements ConditionKeys {
  @Override
  public List<String> values(String lowerCaseName) {
    List<String> values = fixed.get(lowerCaseName);
    return values == null ? others.values(lowerCaseName) : values;
  }
}
