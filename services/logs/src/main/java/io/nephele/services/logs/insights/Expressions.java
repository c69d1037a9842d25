package io.nephele.services.logs.insights;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Reads expressions: conditions, arithmetic, functions and fields. */
final class Expressions {
  /** The deepest nesting of a query. */
  private static final int DEEPEST = 100;

  private final TokenReader from;
  private final QueryNames names;
  private int depth;

  /** Reads from there; says which names there are. */
  Expressions(TokenReader from, QueryNames names) {
    this.from = from;
    this.names = names;
  }

  Expression read() {
    if (++depth > DEEPEST) {
      throw Malformed.at("the query is nested too deeply", from.peek());
    }
    Expression left = and();
    while (from.takeWord("or")) {
      Expression a = left;
      Expression b = and();
      left = row -> Values.isTrue(a.of(row)) || Values.isTrue(b.of(row));
    }
    depth--;
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (from.takeWord("and")) {
      Expression a = left;
      Expression b = not();
      left = row -> Values.isTrue(a.of(row)) && Values.isTrue(b.of(row));
    }
    return left;
  }

  private Expression not() {
    int count = 0;
    while (from.takeWord("not")) {
      count++;
    }
    Expression of = comparison();
    return count % 2 == 0 ? of : row -> !Values.isTrue(of.of(row));
  }

  private Expression comparison() {
    Expression left = sum();
    if (from.takeSign("=") || from.takeSign("==")) {
      Expression right = sum();
      return row -> Values.equal(left.of(row), right.of(row));
    }
    if (from.takeSign("!=")) {
      Expression right = sum();
      return row -> !Values.equal(left.of(row), right.of(row));
    }
    for (String sign : new String[] {"<=", ">=", "<", ">"}) {
      if (from.takeSign(sign)) {
        Expression right = sum();
        return row -> ordered(sign, left.of(row), right.of(row));
      }
    }
    if (from.takeSign("=~") || from.takeWord("like")) {
      return like(left);
    }
    if (from.takeWord("in")) {
      return in(left);
    }
    if (from.peek().isWord("not") && from.peekNext().isWord("like")) {
      from.next();
      from.next();
      Expression like = like(left);
      return row -> !Values.isTrue(like.of(row));
    }
    if (from.peek().isWord("not") && from.peekNext().isWord("in")) {
      from.next();
      from.next();
      Expression in = in(left);
      return row -> !Values.isTrue(in.of(row));
    }
    return left;
  }

  private static boolean ordered(String sign, Object a, Object b) {
    if (a == null || b == null) {
      return false;
    }
    boolean numbers = Values.number(a) != null;
    if (numbers != (Values.number(b) != null)) {
      return false;
    }
    int order = Values.compare(a, b);
    return switch (sign) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private Expression like(Expression left) {
    Token token = from.next();
    if (token.kind() == Token.Kind.REGEX) {
      Pattern pattern = regex(token);
      return row -> {
        String text = Values.text(left.of(row));
        return text != null && pattern.matcher(text).find();
      };
    }
    if (token.kind() != Token.Kind.STRING) {
      throw Malformed.at("like needs a text or a regular expression", token);
    }
    return row -> {
      String text = Values.text(left.of(row));
      return text != null && text.contains(token.text());
    };
  }

  static Pattern regex(Token token) {
    try {
      // RE2 writes named groups with a P.
      return Pattern.compile(token.text().replaceAll("\\(\\?<(?=[A-Za-z_])", "(?P<"));
    } catch (PatternSyntaxException e) {
      throw Malformed.at("invalid regular expression: " + e.getMessage(), token);
    }
  }

  private Expression in(Expression left) {
    from.requireSign("[");
    List<Expression> values = new ArrayList<>();
    do {
      values.add(sum());
    } while (from.takeSign(","));
    from.requireSign("]");
    return row -> {
      Object value = left.of(row);
      for (Expression each : values) {
        if (Values.equal(value, each.of(row))) {
          return true;
        }
      }
      return false;
    };
  }

  private interface Arithmetic {
    double of(double a, double b);
  }

  private static Expression compute(Expression left, Expression right, Arithmetic how) {
    return row -> {
      Double a = Values.number(left.of(row));
      Double b = Values.number(right.of(row));
      double result = a == null || b == null ? Double.NaN : how.of(a, b);
      return Double.isFinite(result) ? result : null;
    };
  }

  private Expression sum() {
    Expression left = product();
    while (true) {
      if (from.takeSign("+")) {
        left = compute(left, product(), Double::sum);
      } else if (from.takeSign("-")) {
        left = compute(left, product(), (a, b) -> a - b);
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    Expression left = power();
    while (true) {
      if (from.takeSign("*")) {
        left = compute(left, power(), (a, b) -> a * b);
      } else if (from.takeSign("/")) {
        left = compute(left, power(), (a, b) -> a / b);
      } else if (from.takeSign("%")) {
        left = compute(left, power(), (a, b) -> a % b);
      } else {
        return left;
      }
    }
  }

  private Expression power() {
    Expression left = single();
    return from.takeSign("^") ? compute(left, single(), Math::pow) : left;
  }

  private Expression single() {
    Token token = from.next();
    switch (token.kind()) {
      case NUMBER -> {
        Double number = Values.number(token.text());
        return row -> number;
      }
      case STRING -> {
        return row -> token.text();
      }
      case NAME -> {
        if (from.takeSign("(")) {
          return function(token);
        }
        String name = names.field(token.text());
        return inside(row -> row.get(name));
      }
      default -> {
        if (token.isSign("(")) {
          Expression inner = read();
          from.requireSign(")");
          return inside(inner);
        }
        if (token.isSign("-")) {
          if (++depth > DEEPEST) {
            throw Malformed.at("the query is nested too deeply", token);
          }
          Expression of = single();
          depth--;
          return compute(row -> 0.0, of, (a, b) -> a - b);
        }
        throw Malformed.at("unexpected symbol found " + token.text(), token);
      }
    }
  }

  private Expression function(Token name) {
    List<Expression> arguments = new ArrayList<>();
    List<Token> tokens = new ArrayList<>();
    if (!from.peek().isSign(")")) {
      do {
        tokens.add(from.peek());
        arguments.add(read());
      } while (from.takeSign(","));
    }
    from.requireSign(")");
    if (name.isWord("unmask")) {
      names.unmasks();
    }
    return inside(Functions.of(name, arguments, tokens, names.clock()));
  }

  /** What follows a value that may be a structure: {@code [0]}, {@code ["name"]}, {@code .name}. */
  private Expression inside(Expression of) {
    Expression value = of;
    while (true) {
      Token next = from.peek();
      boolean adjacent = from.isAdjacent();
      if (adjacent && from.takeSign("[")) {
        Expression structure = value;
        Expression key = read();
        from.requireSign("]");
        value = row -> Structures.member(structure.of(row), key.of(row));
      } else if (adjacent && next.kind() == Token.Kind.NAME && next.text().startsWith(".")) {
        Expression structure = value;
        String path = from.next().text().substring(1);
        value = row -> Structures.inside(structure.of(row), path);
      } else {
        return value;
      }
    }
  }
}
