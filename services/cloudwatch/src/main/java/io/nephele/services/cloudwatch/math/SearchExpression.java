package io.nephele.services.cloudwatch.math;

import io.nephele.core.metrics.MetricId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What SEARCH looks for: {@code {Namespace,Dimension} MetricName="CPU" (a OR b) NOT c}. Words match
 * parts of names and values, texts in quotes whole ones; one after another, all have to match.
 */
public final class SearchExpression {
  private static final int DEEPEST = 20;

  private final String text;
  private int at;
  private int depth;
  private String namespace;
  private Set<String> dimensions;
  private Predicate<MetricId> terms = id -> true;

  private SearchExpression(String text) {
    this.text = text;
  }

  /** Reads an expression. */
  public static SearchExpression parse(String text) {
    SearchExpression search = new SearchExpression(text);
    search.space();
    if (search.is('{')) {
      search.schema();
    }
    search.space();
    if (search.at < text.length()) {
      search.terms = search.either();
      search.space();
      if (search.at < text.length()) {
        throw search.error();
      }
    }
    return search;
  }

  /** In which namespace alone it looks, or null. */
  public String namespace() {
    return namespace;
  }

  /** Whether a metric is meant. */
  public boolean matches(MetricId metric) {
    return (namespace == null || namespace.equals(metric.namespace()))
        && (dimensions == null || dimensions.equals(metric.dimensions().keySet()))
        && terms.test(metric);
  }

  private MathException error() {
    return new MathException("Syntax error in SEARCH at position " + (at + 1) + ".");
  }

  private void schema() {
    int end = text.indexOf('}', at);
    if (end < 0) {
      throw error();
    }
    List<String> names = new ArrayList<>();
    for (String name : text.substring(at + 1, end).split(",", -1)) {
      String bare = name.strip();
      names.add(
          bare.startsWith("\"") && bare.length() > 1 ? bare.substring(1, bare.length() - 1) : bare);
    }
    namespace = names.removeFirst();
    dimensions = Set.copyOf(names);
    at = end + 1;
  }

  private Predicate<MetricId> either() {
    Predicate<MetricId> all = both();
    while (word("OR")) {
      all = all.or(both());
    }
    return all;
  }

  private Predicate<MetricId> both() {
    Predicate<MetricId> all = term();
    while (true) {
      space();
      if (word("AND")) {
        all = all.and(term());
      } else if (at == text.length() || is(')') || looksLikeOr()) {
        return all;
      } else {
        all = all.and(term());
      }
    }
  }

  private boolean looksLikeOr() {
    int before = at;
    boolean or = word("OR");
    at = before;
    return or;
  }

  private Predicate<MetricId> term() {
    if (++depth > DEEPEST * 20) {
      throw new MathException("The SEARCH is too long.");
    }
    if (word("NOT")) {
      return term().negate();
    }
    space();
    if (is('(')) {
      at++;
      Predicate<MetricId> inner = either();
      space();
      if (!is(')')) {
        throw error();
      }
      at++;
      return inner;
    }
    boolean quoted = is('"');
    String token = token();
    space();
    if (is('=')) {
      at++;
      return property(token);
    }
    return id -> {
      if (contains(id.name(), token, quoted) || contains(id.namespace(), token, quoted)) {
        return true;
      }
      for (Map.Entry<String, String> each : id.dimensions().entrySet()) {
        if (contains(each.getKey(), token, quoted) || contains(each.getValue(), token, quoted)) {
          return true;
        }
      }
      return false;
    };
  }

  private Predicate<MetricId> property(String property) {
    space();
    List<String> values = new ArrayList<>();
    List<Boolean> exact = new ArrayList<>();
    boolean several = is('(');
    at += several ? 1 : 0;
    do {
      space();
      exact.add(is('"'));
      values.add(token());
      space();
    } while (several && word("OR"));
    if (several) {
      if (!is(')')) {
        throw error();
      }
      at++;
    }
    return id -> {
      String found =
          switch (property) {
            case "MetricName" -> id.name();
            case "Namespace" -> id.namespace();
            default -> id.dimensions().get(property);
          };
      for (int i = 0; found != null && i < values.size(); i++) {
        if (contains(found, values.get(i), exact.get(i))) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean contains(String text, String token, boolean exact) {
    return exact
        ? text.equals(token)
        : text.toLowerCase(Locale.ROOT).contains(token.toLowerCase(Locale.ROOT));
  }

  private String token() {
    space();
    int start = at;
    if (is('"')) {
      int end = text.indexOf('"', at + 1);
      if (end < 0) {
        throw error();
      }
      at = end + 1;
      return text.substring(start + 1, end);
    }
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && "()=\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (start == at) {
      throw error();
    }
    return text.substring(start, at);
  }

  private boolean word(String word) {
    space();
    int end = at + word.length();
    if (text.startsWith(word, at)
        && (end == text.length()
            || Character.isWhitespace(text.charAt(end))
            || text.charAt(end) == '(')) {
      at = end;
      return true;
    }
    return false;
  }

  private boolean is(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
