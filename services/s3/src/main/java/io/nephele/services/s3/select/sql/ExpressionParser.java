package io.nephele.services.s3.select.sql;

import io.nephele.services.s3.select.sql.Expression.Aggregate;
import io.nephele.services.s3.select.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads expressions. Nesting is bounded, so that no text is too deep for the stack. */
final class ExpressionParser {
  private static final int DEEPEST = 100;

  private final Tokens tokens;
  private final FunctionParser functions;
  private final List<Aggregate> aggregates = new ArrayList<>();
  private boolean mayAggregate;
  private int depth;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
    this.functions = new FunctionParser(tokens, this);
  }

  /** The functions of all rows that were read. */
  List<Aggregate> aggregates() {
    return List.copyOf(aggregates);
  }

  /** What a column tells, which may be of all rows. */
  Expression column() {
    mayAggregate = true;
    Expression expression = expression();
    mayAggregate = false;
    return expression;
  }

  /** A condition on single rows. */
  Expression condition() {
    return expression();
  }

  Expression expression() {
    if (++depth > DEEPEST) {
      throw SqlErrors.structure();
    }
    List<Expression> any = new ArrayList<>();
    do {
      any.add(all());
    } while (tokens.skipWord("or"));
    depth--;
    return any.size() == 1 ? any.getFirst() : new Expression.Any(any);
  }

  private Expression all() {
    List<Expression> all = new ArrayList<>();
    do {
      all.add(not());
    } while (tokens.skipWord("and"));
    return all.size() == 1 ? all.getFirst() : new Expression.All(all);
  }

  private Expression not() {
    boolean opposite = false;
    while (tokens.skipWord("not")) {
      opposite = !opposite;
    }
    Expression expression = comparison();
    return opposite ? new Expression.Not(expression) : expression;
  }

  private Expression comparison() {
    Expression left = sum();
    Token token = tokens.peek();
    if (token.kind() == Kind.SIGN) {
      switch (token.text()) {
        case "=", "<", ">", "<=", ">=", "<>", "!=" -> {
          tokens.next();
          return new Expression.Comparison(token.text(), left, sum());
        }
        default -> {
          return left;
        }
      }
    }
    if (tokens.skipWord("is")) {
      boolean opposite = tokens.skipWord("not");
      boolean missing = tokens.skipWord("missing");
      if (!missing) {
        tokens.expectWord("null");
      }
      return opposite(opposite, new Expression.IsAbsent(left, missing));
    }
    boolean opposite = token.isWord("not");
    if (opposite) {
      tokens.next();
    }
    if (tokens.skipWord("between")) {
      Expression low = sum();
      tokens.expectWord("and");
      return opposite(opposite, new Expression.Between(left, low, sum()));
    }
    if (tokens.skipWord("in")) {
      return opposite(opposite, new Expression.In(left, list()));
    }
    if (tokens.skipWord("like")) {
      Expression pattern = sum();
      Expression escape = tokens.skipWord("escape") ? sum() : null;
      return opposite(opposite, new Expression.Like(left, pattern, escape));
    }
    if (opposite) {
      throw SqlErrors.unexpected(tokens.peek());
    }
    return left;
  }

  private static Expression opposite(boolean opposite, Expression expression) {
    return opposite ? new Expression.Not(expression) : expression;
  }

  private List<Expression> list() {
    boolean brackets = tokens.peek().isSign("[");
    tokens.expectSign(brackets ? "[" : "(");
    List<Expression> list = new ArrayList<>();
    do {
      list.add(expression());
    } while (tokens.skipSign(","));
    tokens.expectSign(brackets ? "]" : ")");
    return list;
  }

  private Expression sum() {
    Expression first = product();
    List<Expression.Operation> rest = new ArrayList<>();
    while (tokens.peek().isSign("+") || tokens.peek().isSign("-") || tokens.peek().isSign("||")) {
      char operator = tokens.next().text().charAt(0);
      rest.add(new Expression.Operation(operator, product()));
    }
    return rest.isEmpty() ? first : new Expression.Chain(first, rest);
  }

  private Expression product() {
    Expression first = unary();
    List<Expression.Operation> rest = new ArrayList<>();
    while (tokens.peek().isSign("*") || tokens.peek().isSign("/") || tokens.peek().isSign("%")) {
      char operator = tokens.next().text().charAt(0);
      rest.add(new Expression.Operation(operator, unary()));
    }
    return rest.isEmpty() ? first : new Expression.Chain(first, rest);
  }

  private Expression unary() {
    boolean negative = false;
    while (tokens.peek().isSign("-") || tokens.peek().isSign("+")) {
      negative ^= tokens.next().isSign("-");
    }
    Expression expression = primary();
    if (!negative) {
      return expression;
    }
    // The lowest of all whole numbers is one only with its sign.
    return expression instanceof Expression.Literal literal && literal.value() instanceof Number n
        ? new Expression.Literal(Numbers.negative(n))
        : new Expression.Negative(expression);
  }

  private Expression primary() {
    Token token = tokens.peek();
    switch (token.kind()) {
      case STRING -> {
        return new Expression.Literal(tokens.next().text());
      }
      case NUMBER -> {
        return new Expression.Literal(Numbers.parse(tokens.next().text()));
      }
      case TIMESTAMP -> {
        return new Expression.Literal(Timestamp.parse(tokens.next().text()));
      }
      case SIGN -> {
        tokens.expectSign("(");
        if (tokens.peek().isWord("select")) {
          throw SqlErrors.at("ParseUnsupportedSelect", "Unsupported use of SELECT", tokens.peek());
        }
        Expression inner = expression();
        tokens.expectSign(")");
        return inner;
      }
      case QUOTED_NAME -> {
        return path();
      }
      case WORD -> {
        return word(token);
      }
      default -> throw SqlErrors.at("ParseExpectedExpression", "Expected expression", token);
    }
  }

  private Expression word(Token token) {
    switch (token.text().toLowerCase(Locale.ROOT)) {
      case "true", "false" -> {
        return new Expression.Literal(Boolean.valueOf(tokens.next().text()));
      }
      case "null" -> {
        tokens.next();
        return new Expression.Literal(null);
      }
      case "missing" -> {
        tokens.next();
        return new Expression.Literal(Missing.VALUE);
      }
      case "case" -> {
        return functions.cases();
      }
      default -> {
        if (tokens.peek(1).isSign("(") && !isKeywordBeforeParenthesis(token)) {
          return call(token);
        }
        return path();
      }
    }
  }

  private static boolean isKeywordBeforeParenthesis(Token token) {
    return token.isReserved() && !token.isWord("cast");
  }

  private Expression call(Token name) {
    for (Aggregate.Kind kind : Aggregate.Kind.values()) {
      if (name.isWord(kind.name())) {
        return aggregate(kind);
      }
    }
    return functions.call(name);
  }

  private Expression aggregate(Aggregate.Kind kind) {
    Token name = tokens.next();
    if (!mayAggregate) {
      throw SqlErrors.at(
          "ParseUnsupportedCallWithStar", "Unsupported use of an aggregate function", name);
    }
    tokens.expectSign("(");
    Expression of = null;
    if (kind == Aggregate.Kind.COUNT && tokens.peek().isSign("*")) {
      tokens.next();
    } else {
      mayAggregate = false; // there are none of aggregates
      of = expression();
      mayAggregate = true;
    }
    tokens.expectSign(")");
    Aggregate aggregate = new Aggregate(kind, of, aggregates.size());
    aggregates.add(aggregate);
    return aggregate;
  }

  private Expression path() {
    List<PathStep> steps = new ArrayList<>();
    steps.add(member());
    while (true) {
      if (tokens.skipSign(".")) {
        steps.add(anyMember());
      } else if (tokens.skipSign("[")) {
        steps.add(element());
        tokens.expectSign("]");
      } else {
        return new Expression.Path(List.copyOf(steps));
      }
    }
  }

  /** The name of a member. */
  PathStep member() {
    Token name = tokens.peek();
    if (!name.isName()) {
      throw SqlErrors.unexpected(name);
    }
    tokens.next();
    return PathStep.member(name.text(), name.kind() == Kind.QUOTED_NAME);
  }

  /** The name of a member behind a dot, where every word is one. */
  PathStep anyMember() {
    if (tokens.peek().kind() != Kind.WORD) {
      return member();
    }
    return PathStep.member(tokens.next().text(), false);
  }

  /** What stands between brackets: the number of an element or the name of a member. */
  PathStep element() {
    Token token = tokens.next();
    if (token.kind() == Kind.STRING) {
      return PathStep.member(token.text(), true);
    }
    try {
      if (token.kind() == Kind.NUMBER) {
        return PathStep.element(Integer.parseInt(token.text()));
      }
    } catch (NumberFormatException e) {
      throw SqlErrors.at("InvalidKeyPath", "The key path is invalid", token);
    }
    throw SqlErrors.at("InvalidKeyPath", "The key path is invalid", token);
  }
}
