package io.nephele.services.s3.select.sql;

import io.nephele.services.s3.select.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads queries: one SELECT over one object, as S3 Select has them, and nothing else. */
final class SqlParser {
  private static final String TABLE = "S3Object";

  private final Tokens tokens;
  private final ExpressionParser expressions;

  SqlParser(List<Token> tokens) {
    this.tokens = new Tokens(tokens);
    this.expressions = new ExpressionParser(this.tokens);
  }

  Query query() {
    if (!tokens.skipWord("select")) {
      throw SqlErrors.at("ParseExpectedKeyword", "Expected keyword SELECT", tokens.peek());
    }
    List<Selected> selected = columns();
    if (!tokens.skipWord("from")) {
      throw SqlErrors.at("ParseSelectMissingFrom", "Missing FROM after SELECT list", tokens.peek());
    }
    List<PathStep> from = from();
    String alias = alias();
    if (alias == null) {
      alias = nameOf(from);
    }
    if (tokens.peek().isSign(",") || tokens.peek().isWord("join")) {
      throw SqlErrors.of(
          "MultipleDataSourcesUnsupported", "Multiple data sources are not supported.");
    }
    Expression where = tokens.skipWord("where") ? expressions.condition() : null;
    long limit = tokens.skipWord("limit") ? limit() : -1;
    tokens.skipSign(";");
    if (tokens.peek().kind() != Kind.END) {
      throw SqlErrors.unexpected(tokens.peek());
    }
    List<Query.Column> columns = selected == null ? null : named(selected, alias);
    check(columns);
    return new Query(columns, from, alias, where, limit, expressions.aggregates());
  }

  /**
   * A column before the row's name is known.
   *
   * @param all the name before an asterisk, or null
   */
  private record Selected(Expression expression, String name, Token all) {}

  /** Null for an asterisk. */
  private List<Selected> columns() {
    if (tokens.peek().isSign("*")) {
      tokens.next();
      if (tokens.peek().isSign(",")) {
        throw SqlErrors.at(
            "ParseAsteriskIsNotAloneInSelectList",
            "Other expressions are not allowed in the SELECT list when * is used without dot"
                + " notation",
            tokens.peek());
      }
      return null;
    }
    List<Selected> columns = new ArrayList<>();
    do {
      if (tokens.peek().isSign("*")) {
        throw SqlErrors.at(
            "ParseAsteriskIsNotAloneInSelectList",
            "Other expressions are not allowed in the SELECT list when * is used without dot"
                + " notation",
            tokens.peek());
      }
      if (tokens.peek().isName() && tokens.peek(1).isSign(".") && tokens.peek(2).isSign("*")) {
        columns.add(new Selected(null, null, tokens.next()));
        tokens.next();
        tokens.next();
      } else {
        Expression expression = expressions.column();
        columns.add(new Selected(expression, alias(), null));
      }
    } while (tokens.skipSign(","));
    return columns;
  }

  private String alias() {
    if (tokens.skipWord("as")) {
      if (!tokens.peek().isName()) {
        throw SqlErrors.at(
            "ParseExpectedIdentForAlias", "Expected identifier for alias", tokens.peek());
      }
      return tokens.next().text();
    }
    return tokens.peek().isName() ? tokens.next().text() : null;
  }

  private List<Query.Column> named(List<Selected> selected, String alias) {
    if (selected.size() == 1 && selected.getFirst().all() != null) {
      String named = selected.getFirst().all().text();
      if (!named.equalsIgnoreCase(alias) && !named.equalsIgnoreCase(TABLE)) {
        throw SqlErrors.of(
            "InvalidTableAlias", "The SQL expression contains an invalid table alias.");
      }
      return null;
    }
    List<Query.Column> columns = new ArrayList<>();
    for (Selected each : selected) {
      if (each.all() != null) {
        throw SqlErrors.structure();
      }
      String name = each.name() == null ? nameOf(each.expression()) : each.name();
      columns.add(
          new Query.Column(each.expression(), name == null ? "_" + (columns.size() + 1) : name));
    }
    return columns;
  }

  private static String nameOf(Expression expression) {
    return expression instanceof Expression.Path path ? path.steps().getLast().name() : null;
  }

  /** What rows are called that nobody gave a name: as the last member on the way to them. */
  private static String nameOf(List<PathStep> from) {
    for (PathStep step : from.reversed()) {
      if (step.name() != null) {
        return step.name();
      }
    }
    return TABLE;
  }

  private List<PathStep> from() {
    if (!tokens.peek().isName()) {
      throw SqlErrors.unexpected(tokens.peek());
    }
    if (!tokens.peek().text().equalsIgnoreCase(TABLE)) {
      throw SqlErrors.of(
          "InvalidDataSource",
          "The data source of the SQL expression is invalid. It has to be S3Object.");
    }
    tokens.next();
    List<PathStep> steps = new ArrayList<>();
    while (true) {
      if (tokens.skipSign(".")) {
        steps.add(
            tokens.skipSign("*") ? PathStep.element(PathStep.EVERY) : expressions.anyMember());
      } else if (tokens.skipSign("[")) {
        steps.add(tokens.skipSign("*") ? PathStep.element(PathStep.EVERY) : expressions.element());
        tokens.expectSign("]");
      } else {
        // An object is a list of records already, so that the first wildcard goes nowhere.
        return !steps.isEmpty() && steps.getFirst().isEvery()
            ? List.copyOf(steps.subList(1, steps.size()))
            : List.copyOf(steps);
      }
    }
  }

  private long limit() {
    Token token = tokens.next();
    if (token.isSign("-")) {
      throw SqlErrors.of(
          "EvaluatorNegativeLimit",
          "The value of LIMIT in the SQL expression must not be negative.");
    }
    try {
      if (token.kind() == Kind.NUMBER) {
        return Long.parseLong(token.text());
      }
    } catch (NumberFormatException e) {
      throw SqlErrors.at("ParseExpectedNumber", "Expected a whole number", token);
    }
    throw SqlErrors.at("ParseExpectedNumber", "Expected a whole number", token);
  }

  /** Columns are all about single rows, or all about all of them. */
  private void check(List<Query.Column> columns) {
    if (expressions.aggregates().isEmpty()) {
      return;
    }
    if (columns == null) {
      throw SqlErrors.structure();
    }
    for (Query.Column column : columns) {
      if (!Expressions.isOfAllRows(column.expression())) {
        throw SqlErrors.structure();
      }
    }
  }
}
