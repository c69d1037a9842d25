package io.nephele.policy;

import java.util.List;
import java.util.Locale;

/** The Action or NotAction of a statement. Actions ignore case. */
public final class ActionElement {
  private final List<String> values;
  private final boolean negated;
  private final Glob[] globs;

  ActionElement(List<String> values, boolean negated) {
    this.values = List.copyOf(values);
    this.negated = negated;
    this.globs = new Glob[values.size()];
    for (int i = 0; i < globs.length; i++) {
      globs[i] = Glob.of(values.get(i).toLowerCase(Locale.ROOT));
    }
  }

  /** The actions as written, such as {@code s3:Get*}. */
  public List<String> values() {
    return values;
  }

  /** Whether this is a NotAction. */
  public boolean negated() {
    return negated;
  }

  /** Whether the statement is about an action, which is given in small letters. */
  public boolean matches(String lowerCaseAction) {
    for (Glob glob : globs) {
      if (glob.matches(lowerCaseAction)) {
        return !negated;
      }
    }
    return negated;
  }
}
