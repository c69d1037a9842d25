package io.nephele.identity.action;

import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * How texts are made from a request, as the rule files write it: alternatives between bars, of
 * which the first that has values counts. An alternative is one or more terms with {@code +}
 * between them, whose values all count. A term is a member path, or text with paths in braces
 * ({@code {Path:unslash}{RoleName}}), or a literal in single quotes. A path may be followed by a
 * colon and the name of a {@link ValueFunction}.
 */
final class ValueExpression {
  /** Text, or a path and what is made of its values. */
  private record Part(String text, MemberPath path, ValueFunction function) {}

  private final List<List<List<Part>>> alternatives;

  private ValueExpression(List<List<List<Part>>> alternatives) {
    this.alternatives = alternatives;
  }

  /**
   * Reads an expression for requests of a shape. Terms with members that the shape lacks are left
   * out; null if none remains.
   */
  static ValueExpression of(Shape input, String text) {
    List<List<List<Part>>> alternatives = new ArrayList<>();
    for (String alternative : text.split("\\|")) {
      List<List<Part>> terms = new ArrayList<>();
      for (String term : alternative.split("\\+")) {
        List<Part> parts = parts(input, term);
        if (parts != null) {
          terms.add(parts);
        }
      }
      if (!terms.isEmpty()) {
        alternatives.add(List.copyOf(terms));
      }
    }
    return alternatives.isEmpty() ? null : new ValueExpression(List.copyOf(alternatives));
  }

  /** What never has a value. */
  static ValueExpression nothing() {
    return new ValueExpression(List.of());
  }

  /** The values at the end of a path. */
  static ValueExpression of(MemberPath path) {
    return new ValueExpression(List.of(List.of(List.of(new Part(null, path, ValueFunction.SAME)))));
  }

  private static List<Part> parts(Shape input, String text) {
    if (text.startsWith("'")) {
      return List.of(new Part(text.substring(1, text.length() - 1), null, null));
    }
    if (text.indexOf('{') < 0) {
      Part part = path(input, text);
      return part == null ? null : List.of(part);
    }
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      if (open != at) {
        parts.add(new Part(text.substring(at, open < 0 ? text.length() : open), null, null));
      }
      if (open < 0) {
        break;
      }
      int close = text.indexOf('}', open);
      Part part = path(input, text.substring(open + 1, close));
      if (part == null) {
        return null;
      }
      parts.add(part);
      at = close + 1;
    }
    return List.copyOf(parts);
  }

  private static Part path(Shape input, String text) {
    int colon = text.indexOf(':');
    MemberPath path = MemberPath.of(input, colon < 0 ? text : text.substring(0, colon));
    return path == null
        ? null
        : new Part(
            null,
            path,
            colon < 0 ? ValueFunction.SAME : ValueFunction.ofName(text.substring(colon + 1)));
  }

  /** Whether this never has a value. */
  boolean isNothing() {
    return alternatives.isEmpty();
  }

  /** The values, empty where the request has none. */
  List<String> values(Struct request) {
    for (int i = 0; i < alternatives.size(); i++) {
      List<List<Part>> terms = alternatives.get(i);
      List<String> values = term(terms.getFirst(), request);
      for (int j = 1; j < terms.size(); j++) {
        List<String> more = term(terms.get(j), request);
        if (values.isEmpty()) {
          values = more;
        } else if (!more.isEmpty()) {
          values = new ArrayList<>(values);
          values.addAll(more);
        }
      }
      if (!values.isEmpty()) {
        return values;
      }
    }
    return List.of();
  }

  private static List<String> term(List<Part> parts, Struct request) {
    return parts.size() == 1 ? values(parts.getFirst(), request) : joined(parts, request);
  }

  private static List<String> values(Part part, Struct request) {
    if (part.path == null) {
      return List.of(part.text);
    }
    List<String> values = part.path.values(request);
    if (part.function == ValueFunction.SAME || values.isEmpty()) {
      return values;
    }
    List<String> mapped = new ArrayList<>(values.size());
    for (String value : values) {
      String result = part.function.apply(value);
      if (result != null) {
        mapped.add(result);
      }
    }
    return mapped;
  }

  /** The parts one after another; a part with several values is gone through. */
  private static List<String> joined(List<Part> parts, Struct request) {
    List<String> texts = List.of("");
    for (Part part : parts) {
      List<String> values = values(part, request);
      List<String> longer = new ArrayList<>(values.size());
      // Two lists side by side are not all their pairs: what belongs together is not known here.
      if (texts.size() > 1 && values.size() > 1) {
        return List.of();
      }
      for (String text : texts) {
        for (String value : values) {
          longer.add(text + value);
        }
      }
      texts = longer;
    }
    return texts;
  }
}
