package io.nephele.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The condition context of a request. Names ignore case; the evaluator always asks in lower case. A
 * caller with keys that are costly to find may implement this lazily.
 */
@FunctionalInterface
public interface ConditionKeys {
  /** A context without any key. */
  ConditionKeys NONE = name -> List.of();

  /**
   * The values of a key.
   *
   * @param lowerCaseName the key's name in lower case, such as {@code aws:sourceip}
   * @return its values, empty when the request has no such key
   */
  List<String> values(String lowerCaseName);

  /** Starts a context that is held in a map. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects keys; a key given again replaces the earlier values. */
  final class Builder {
    private final Map<String, List<String>> values = new HashMap<>();

    private Builder() {}

    /** Sets a key that has these values. */
    public Builder put(String name, String... newValues) {
      return put(name, Arrays.asList(newValues));
    }

    /** Sets a key that has these values. */
    public Builder put(String name, List<String> newValues) {
      values.put(name.toLowerCase(Locale.ROOT), List.copyOf(newValues));
      return this;
    }

    /** The context with the keys so far; later changes of the builder do not reach it. */
    public ConditionKeys build() {
      Map<String, List<String>> copy = Map.copyOf(values);
      return name -> copy.getOrDefault(name, List.of());
    }
  }
}
