package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Syntax.And;
import io.nephele.services.dynamodb.expressions.Syntax.Between;
import io.nephele.services.dynamodb.expressions.Syntax.Call;
import io.nephele.services.dynamodb.expressions.Syntax.Comparison;
import io.nephele.services.dynamodb.expressions.Syntax.In;
import io.nephele.services.dynamodb.expressions.Syntax.Not;
import io.nephele.services.dynamodb.expressions.Syntax.Or;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses conditions, filters and key conditions: NOT binds more than AND, and AND more than OR.
 * Parentheses may stand around conditions and around values, so what is in them is parsed as either
 * and asked afterwards what it was.
 */
final class ConditionParser extends Parser {
  private static final String[] COMPARATORS = {"=", "<>", "<=", ">=", "<", ">"};

  /** What the parentheses that were closed last stood around. */
  private Syntax lastClosed;

  ConditionParser(ExpressionKind kind, String text, boolean older) {
    super(kind, text, older);
  }

  /** The whole expression. */
  Syntax parse() {
    Syntax condition = requireCondition(or());
    end();
    return condition;
  }

  private Syntax or() {
    Syntax left = and();
    while (tokens.isWord("OR")) {
      requireCondition(left);
      tokens.requireWord("OR");
      operator();
      left = new Or(left, requireCondition(and()));
    }
    return left;
  }

  private Syntax and() {
    Syntax left = not();
    while (tokens.isWord("AND")) {
      requireCondition(left);
      tokens.requireWord("AND");
      operator();
      left = new And(left, requireCondition(not()));
    }
    return left;
  }

  private Syntax not() {
    if (!tokens.takeWord("NOT")) {
      return comparison();
    }
    operator();
    enter();
    Syntax condition = requireCondition(not());
    leave();
    return new Not(condition);
  }

  private Syntax comparison() {
    Syntax left = inParentheses();
    if (!(left instanceof Term value)) {
      return left;
    }
    for (String comparator : COMPARATORS) {
      if (tokens.takeSign(comparator)) {
        operator();
        return new Comparison(comparator, value, value());
      }
    }
    if (tokens.takeWord("BETWEEN")) {
      operator();
      Term low = value();
      tokens.requireWord("AND");
      return new Between(value, low, value());
    }
    if (tokens.takeWord("IN")) {
      operator();
      tokens.requireSign("(");
      List<Term> candidates = new ArrayList<>();
      do {
        candidates.add(value());
      } while (tokens.takeSign(","));
      tokens.requireSign(")");
      return new In(value, candidates);
    }
    return left;
  }

  private Syntax inParentheses() {
    if (!tokens.takeSign("(")) {
      return simpleTerm();
    }
    enter();
    Syntax inner = or();
    if (lastClosed == inner) {
      redundantParentheses();
    }
    tokens.requireSign(")");
    leave();
    lastClosed = inner;
    return inner;
  }

  private Term value() {
    if (inParentheses() instanceof Term term) {
      return term;
    }
    throw tokens.unexpected();
  }

  /** A value alone is no condition; what is missing should have come next. */
  private Syntax requireCondition(Syntax parsed) {
    if (parsed instanceof Term && !(parsed instanceof Call)) {
      throw tokens.unexpected();
    }
    return parsed;
  }
}
