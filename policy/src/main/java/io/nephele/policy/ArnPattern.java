package io.nephele.policy;

import java.util.Set;

/**
 * An ARN to compare with component by component (ArnEquals and ArnLike, which are the same): a
 * wildcard does not reach over a colon, except within the resource, the last of the six.
 */
final class ArnPattern implements ValueTest {
  private static final int COMPONENTS = 6;

  private final Template[] components;

  private ArnPattern(Template[] components) {
    this.components = components;
  }

  static ValueTest of(String pattern, boolean variables) {
    String[] parts = split(pattern, variables);
    int given = 0;
    while (given < COMPONENTS && parts[given] != null) {
      given++;
    }
    // A pattern that stops early stands for all the rest when it ends in a star.
    if (given < COMPONENTS && !parts[given - 1].endsWith("*")) {
      return NEVER;
    }
    Template[] templates = new Template[COMPONENTS];
    for (int i = 0; i < COMPONENTS; i++) {
      templates[i] = Template.of(i < given ? parts[i] : "*", variables, true, false);
    }
    return new ArnPattern(templates);
  }

  @Override
  public boolean matches(String value, ConditionKeys keys) {
    int from = 0;
    for (int i = 0; i < COMPONENTS; i++) {
      int colon = value.indexOf(':', from);
      boolean last = i == COMPONENTS - 1;
      if (!last && colon < 0) {
        return false;
      }
      int to = last ? value.length() : colon;
      Glob glob = components[i].resolve(keys);
      if (glob == null || !glob.matches(value, from, to)) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  @Override
  public void collectKeys(Set<String> keys) {
    for (Template component : components) {
      component.collectKeys(keys);
    }
  }

  /**
   * The components of an ARN or ARN pattern, colons within {@code ${...}} not counting. Components
   * that are not there are null; the sixth has all the rest.
   */
  static String[] split(String arn, boolean variables) {
    String[] parts = new String[COMPONENTS];
    int count = 0;
    int from = 0;
    int at = 0;
    while (at < arn.length() && count < COMPONENTS - 1) {
      if (variables && arn.startsWith("${", at) && arn.indexOf('}', at) > 0) {
        at = arn.indexOf('}', at);
      } else if (arn.charAt(at) == ':') {
        parts[count++] = arn.substring(from, at);
        from = at + 1;
      }
      at++;
    }
    parts[count] = arn.substring(from);
    return parts;
  }
}
