package io.nephele.services.cloudwatch.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads expressions of metric math. Nesting is bounded. */
final class MathParser {
  private static final int DEEPEST = 40;
  private static final String[][] OPERATORS = {
    {"||", "OR"}, {"&&", "AND"}, {"==", "!=", "<=", ">=", "<", ">"}, {"+", "-"}, {"*", "/", "%"}
  };

  private final String text;
  private int at;
  private int depth;

  private MathParser(String text) {
    this.text = text;
  }

  static Node parse(String text) {
    MathParser parser = new MathParser(text);
    Node node = parser.binary(0);
    parser.space();
    if (parser.at < text.length()) {
      throw parser.error();
    }
    return node;
  }

  private MathException error() {
    return new MathException("Syntax error at position " + (at + 1) + ".");
  }

  private Node binary(int level) {
    if (level == OPERATORS.length) {
      return power();
    }
    Node left = binary(level + 1);
    for (int parts = 0; ; parts++) {
      String operator = operator(OPERATORS[level]);
      if (operator == null) {
        return left;
      }
      if (parts > 500) {
        throw new MathException("The expression is too long.");
      }
      left = new Node.Binary(normal(operator), left, binary(level + 1));
    }
  }

  private static String normal(String operator) {
    return switch (operator) {
      case "OR" -> "||";
      case "AND" -> "&&";
      default -> operator;
    };
  }

  private String operator(String[] operators) {
    space();
    for (String operator : operators) {
      if (text.regionMatches(true, at, operator, 0, operator.length())) {
        int end = at + operator.length();
        boolean word = Character.isLetter(operator.charAt(0));
        if (word && end < text.length() && isName(text.charAt(end))) {
          continue;
        }
        at = end;
        return operator;
      }
    }
    return null;
  }

  private Node power() {
    Node left = unary();
    if (operator(new String[] {"^"}) == null) {
      return left;
    }
    enter();
    Node right = power();
    depth--;
    return new Node.Binary("^", left, right);
  }

  private Node unary() {
    String sign = operator(new String[] {"-", "!"});
    if (sign == null) {
      return primary();
    }
    enter();
    Node operand = power();
    depth--;
    return new Node.Unary(sign, operand);
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw new MathException("The expression is nested too deeply.");
    }
  }

  private Node primary() {
    space();
    if (at == text.length()) {
      throw error();
    }
    char c = text.charAt(at);
    if (c == '(') {
      at++;
      enter();
      Node inner = binary(0);
      depth--;
      expect(')');
      return inner;
    }
    if (c == '[') {
      at++;
      return new Node.Array(list(']'));
    }
    if (c == '\'' || c == '"') {
      return new Node.Text(quoted(c));
    }
    if (Character.isDigit(c) || c == '.') {
      return number();
    }
    if (isName(c)) {
      int start = at;
      while (at < text.length() && isName(text.charAt(at))) {
        at++;
      }
      String name = text.substring(start, at);
      space();
      if (at < text.length() && text.charAt(at) == '(') {
        at++;
        return new Node.Function(name.toUpperCase(Locale.ROOT), list(')'));
      }
      return new Node.Name(name);
    }
    throw error();
  }

  private List<Node> list(char end) {
    enter();
    List<Node> items = new ArrayList<>();
    space();
    if (at < text.length() && text.charAt(at) == end) {
      at++;
    } else {
      items.add(binary(0));
      space();
      while (at < text.length() && text.charAt(at) == ',') {
        at++;
        items.add(binary(0));
        space();
      }
      expect(end);
    }
    depth--;
    return items;
  }

  private String quoted(char quote) {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return value.toString();
      }
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at++;
        c = quote;
      }
      value.append(c);
    }
    throw error();
  }

  private Node number() {
    int start = at;
    while (at < text.length()
        && (Character.isDigit(text.charAt(at))
            || text.charAt(at) == '.'
            || (text.charAt(at) | 0x20) == 'e'
            || "+-".indexOf(text.charAt(at)) >= 0 && (text.charAt(at - 1) | 0x20) == 'e')) {
      at++;
    }
    try {
      return new Node.Number(Double.parseDouble(text.substring(start, at)));
    } catch (NumberFormatException e) {
      throw error();
    }
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void expect(char c) {
    space();
    if (at == text.length() || text.charAt(at) != c) {
      throw error();
    }
    at++;
  }
}
