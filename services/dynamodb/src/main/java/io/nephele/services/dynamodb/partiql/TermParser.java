package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.partiql.Token.Kind;
import io.nephele.services.dynamodb.partiql.Token.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads terms: conditions, calculations and values. For one thread. */
final class TermParser {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_CALCULATIONS = 300;

  private final Words words;
  private int parameters;
  private int depth;
  private int calculations;

  TermParser(Words words) {
    this.words = words;
  }

  /** How many parameters were there. */
  int parameters() {
    return parameters;
  }

  /** Reads a term of any kind. */
  Term term() {
    if (++depth > MAX_DEPTH) {
      throw StatementErrors.notWellFormed("Too many nested terms");
    }
    Term term = or();
    depth--;
    return term;
  }

  private Term or() {
    Term first = and();
    if (!words.peek().isWord("OR")) {
      return first;
    }
    List<Term> conditions = new ArrayList<>();
    conditions.add(first);
    while (words.takeWord("OR")) {
      conditions.add(and());
    }
    return new Term.Or(conditions, first.at());
  }

  private Term and() {
    Term first = not();
    if (!words.peek().isWord("AND")) {
      return first;
    }
    List<Term> conditions = new ArrayList<>();
    conditions.add(first);
    while (words.takeWord("AND")) {
      conditions.add(not());
    }
    return new Term.And(conditions, first.at());
  }

  private Term not() {
    Place at = words.peek().at();
    boolean contrary = false;
    boolean any = false;
    while (words.takeWord("NOT")) {
      contrary = !contrary;
      any = true;
    }
    Term condition = comparison();
    return contrary
        ? new Term.Not(condition, at)
        : any ? new Term.Not(new Term.Not(condition, at), at) : condition;
  }

  private Term comparison() {
    Term left = sum();
    while (true) {
      Token operator = words.peek();
      boolean contrary = operator.isWord("NOT");
      Token word = contrary ? words.peekSecond() : operator;
      Term found;
      if (word.isWord("BETWEEN") || word.isWord("IN")) {
        skip(contrary);
        found = word.isWord("IN") ? in(left, word.at()) : between(left, word.at());
      } else if (!contrary && operator.isWord("IS")) {
        words.take();
        contrary = words.takeWord("NOT");
        found = new Term.Is(left, words.take().text().toUpperCase(Locale.ROOT), operator.at());
      } else if (!contrary && isComparison(operator)) {
        words.take();
        count();
        String sign = operator.text().equals("!=") ? "<>" : operator.text();
        found = new Term.Binary(sign, left, sum(), operator.at());
      } else {
        return left;
      }
      left = contrary ? new Term.Not(found, operator.at()) : found;
    }
  }

  private void skip(boolean contrary) {
    words.take();
    if (contrary) {
      words.take();
    }
  }

  private static boolean isComparison(Token token) {
    return token.kind() == Kind.SIGN
        && switch (token.text()) {
          case "=", "<>", "!=", "<", "<=", ">", ">=" -> true;
          default -> false;
        };
  }

  private Term between(Term value, Place at) {
    Term low = sum();
    words.requireWord("AND");
    return new Term.Between(value, low, sum(), at);
  }

  private Term in(Term value, Place at) {
    Token open = words.peek();
    if (words.takeSign("(")) {
      return new Term.In(value, new Term.Items(items(")", "RIGHT_PAREN"), open.at()), at);
    }
    return new Term.In(value, sum(), at);
  }

  private Term sum() {
    Term left = product();
    while (words.peek().isSign("+") || words.peek().isSign("-") || words.peek().isSign("||")) {
      Token operator = words.take();
      count();
      left = new Term.Binary(operator.text(), left, product(), operator.at());
    }
    return left;
  }

  private Term product() {
    Term left = primary();
    while (words.peek().isSign("*") || words.peek().isSign("/") || words.peek().isSign("%")) {
      Token operator = words.take();
      count();
      left = new Term.Binary(operator.text(), left, primary(), operator.at());
    }
    return left;
  }

  private void count() {
    if (++calculations > MAX_CALCULATIONS) {
      throw StatementErrors.notWellFormed("Too many operators");
    }
  }

  private Term primary() {
    Token token = words.peek();
    return switch (token.kind()) {
      case TEXT -> new Term.Text(words.take().text(), token.at());
      case NUMBER -> new Term.Number(words.take().text(), token.at());
      case SIGN -> signed(token);
      case QUOTED_NAME -> new Term.Path(words.path(), token.at());
      case NAME -> named(token);
      case END -> throw StatementErrors.notWellFormed("Unexpected term");
    };
  }

  private Term named(Token token) {
    if (words.peekSecond().isSign("(")) {
      words.take();
      words.take();
      String function = token.text().toLowerCase(Locale.ROOT);
      return new Term.Call(function, items(")", "RIGHT_PAREN"), token.at());
    }
    switch (token.text().toUpperCase(Locale.ROOT)) {
      case "TRUE":
        words.take();
        return new Term.Bool(true, token.at());
      case "FALSE":
        words.take();
        return new Term.Bool(false, token.at());
      case "NULL":
        words.take();
        return new Term.Null(token.at());
      case "MISSING":
        words.take();
        return new Term.Missing(token.at());
      default:
        if (Keywords.contains(token.text())) {
          throw StatementErrors.notWellFormed("Unexpected keyword");
        }
        return new Term.Path(words.path(), token.at());
    }
  }

  private Term signed(Token token) {
    words.take();
    return switch (token.text()) {
      case "?" -> new Term.Parameter(parameters++, token.at());
      case "(" -> parenthesised(token);
      case "[" -> new Term.Items(items("]", "RIGHT_BRACKET"), token.at());
      case "<<" -> new Term.Bag(items(">>", "RIGHT_DOUBLE_ANGLE_BRACKET"), token.at());
      case "{" -> struct(token);
      case "-", "+" -> {
        if (words.peek().kind() != Kind.NUMBER) {
          throw StatementErrors.notWellFormed("Unexpected term");
        }
        String digits = words.take().text();
        yield new Term.Number(token.text().equals("-") ? '-' + digits : digits, token.at());
      }
      default -> throw StatementErrors.notWellFormed("Unexpected term");
    };
  }

  private Term parenthesised(Token open) {
    Term first = term();
    if (words.takeSign(")")) {
      return first;
    }
    if (!words.takeSign(",")) {
      throw StatementErrors.notWellFormed("Expected RIGHT_PAREN");
    }
    List<Term> items = new ArrayList<>();
    items.add(first);
    items.addAll(items(")", "RIGHT_PAREN"));
    return new Term.Items(items, open.at());
  }

  private List<Term> items(String close, String closeName) {
    List<Term> items = new ArrayList<>();
    if (words.takeSign(close)) {
      return items;
    }
    do {
      items.add(term());
    } while (words.takeSign(","));
    words.requireSign(close, closeName);
    return items;
  }

  private Term struct(Token open) {
    List<Term.Entry> entries = new ArrayList<>();
    if (words.takeSign("}")) {
      return new Term.Struct(entries, open.at());
    }
    do {
      Term name = term();
      words.requireSign(":", "COLON");
      entries.add(new Term.Entry(name, term()));
    } while (words.takeSign(","));
    words.requireSign("}", "RIGHT_CURLY");
    return new Term.Struct(entries, open.at());
  }
}
