package io.nephele.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A value of a policy that may hold policy variables ({@code ${aws:username}}, {@code ${key,
 * 'default'}}, {@code ${*}}). Without variables it is compiled once; with them it is put together
 * for each request, a variable's value being literal text however many stars it has.
 */
final class Template {
  /** A piece of a template: text, or the variable of that name with its default (null if none). */
  private record Part(String text, String variable, String defaultValue, boolean literal) {}

  private final boolean wildcards;
  private final boolean ignoreCase;
  private final List<Part> parts;
  private final Glob compiled;

  private Template(List<Part> parts, boolean wildcards, boolean ignoreCase) {
    this.parts = parts;
    this.wildcards = wildcards;
    this.ignoreCase = ignoreCase;
    boolean dynamic = false;
    for (Part part : parts) {
      dynamic |= part.variable != null;
    }
    this.compiled = dynamic ? null : assemble(null);
  }

  /**
   * @param variables whether the document's version knows variables (2012-10-17)
   * @param wildcards whether {@code *} and {@code ?} are wildcards
   */
  static Template of(String text, boolean variables, boolean wildcards, boolean ignoreCase) {
    List<Part> parts =
        variables && text.contains("${") ? split(text) : List.of(new Part(text, null, null, false));
    return new Template(parts, wildcards, ignoreCase);
  }

  private static List<Part> split(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf("${", at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        parts.add(new Part(text.substring(at), null, null, false));
        break;
      }
      if (open > at) {
        parts.add(new Part(text.substring(at, open), null, null, false));
      }
      parts.add(variable(text.substring(open + 2, close)));
      at = close + 1;
    }
    return List.copyOf(parts);
  }

  private static Part variable(String inside) {
    if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
      return new Part(inside, null, null, true);
    }
    int comma = inside.indexOf(',');
    if (comma < 0) {
      return new Part(null, inside.strip().toLowerCase(Locale.ROOT), null, false);
    }
    String name = inside.substring(0, comma).strip().toLowerCase(Locale.ROOT);
    String given = inside.substring(comma + 1).strip();
    boolean quoted = given.length() >= 2 && given.startsWith("'") && given.endsWith("'");
    return new Part(null, name, quoted ? given.substring(1, given.length() - 1) : null, false);
  }

  /** Adds the context keys that this template reads, in lower case. */
  void collectKeys(Set<String> keys) {
    for (Part part : parts) {
      if (part.variable != null) {
        keys.add(part.variable);
      }
    }
  }

  /** The pattern for this request, or null when a variable has no (single) value. */
  Glob resolve(ConditionKeys keys) {
    return compiled != null ? compiled : assemble(keys);
  }

  /** Whether the text matches; a template with a variable that has no value matches nothing. */
  boolean matches(String text, ConditionKeys keys) {
    Glob glob = resolve(keys);
    return glob != null && glob.matches(ignoreCase ? text.toLowerCase(Locale.ROOT) : text);
  }

  private Glob assemble(ConditionKeys keys) {
    Glob.Builder glob = new Glob.Builder(32);
    for (Part part : parts) {
      if (part.variable != null) {
        String value = valueOf(part, keys);
        if (value == null) {
          return null;
        }
        glob.literal(fold(value));
      } else if (part.literal || !wildcards) {
        glob.literal(fold(part.text));
      } else {
        glob.pattern(fold(part.text));
      }
    }
    return glob.build();
  }

  private static String valueOf(Part part, ConditionKeys keys) {
    List<String> values = keys.values(part.variable);
    // A key with several values cannot stand in a policy as one text.
    return values.size() == 1 ? values.getFirst() : part.defaultValue;
  }

  private String fold(String text) {
    return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
  }
}
