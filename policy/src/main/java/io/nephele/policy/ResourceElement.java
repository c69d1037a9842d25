package io.nephele.policy;

import java.util.List;
import java.util.Set;

/**
 * The Resource or NotResource of a statement. ARNs are compared as one text, case and all, and a
 * wildcard may reach over colons and slashes.
 */
public final class ResourceElement {
  private final List<String> values;
  private final boolean negated;
  private final Template[] templates;

  ResourceElement(List<String> values, boolean negated, boolean variables) {
    this.values = List.copyOf(values);
    this.negated = negated;
    this.templates = new Template[values.size()];
    for (int i = 0; i < templates.length; i++) {
      templates[i] = Template.of(values.get(i), variables, true, false);
    }
  }

  /** The resources as written. */
  public List<String> values() {
    return values;
  }

  /** Whether this is a NotResource. */
  public boolean negated() {
    return negated;
  }

  boolean matches(String resource, ConditionKeys keys) {
    for (Template template : templates) {
      if (template.matches(resource, keys)) {
        return !negated;
      }
    }
    return negated;
  }

  void collectKeys(Set<String> keys) {
    for (Template template : templates) {
      template.collectKeys(keys);
    }
  }
}
