package io.nephele.services.s3.select.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What can be said of expressions without a row. */
public final class Expressions {
  private Expressions() {}

  /** Whether an expression needs no row once all of them are counted. */
  static boolean isOfAllRows(Expression expression) {
    if (expression instanceof Expression.Aggregate) {
      return true;
    }
    if (expression instanceof Expression.Path) {
      return false;
    }
    for (Expression part : parts(expression)) {
      if (!isOfAllRows(part)) {
        return false;
      }
    }
    return true;
  }

  /** Shows all paths of a query. */
  public static void paths(Query query, Consumer<Expression.Path> consumer) {
    if (query.columns() != null) {
      query.columns().forEach(column -> paths(column.expression(), consumer));
    }
    if (query.where() != null) {
      paths(query.where(), consumer);
    }
  }

  private static void paths(Expression expression, Consumer<Expression.Path> consumer) {
    if (expression instanceof Expression.Path path) {
      consumer.accept(path);
    }
    parts(expression).forEach(part -> paths(part, consumer));
  }

  private static List<Expression> parts(Expression expression) {
    List<Expression> parts = new ArrayList<>();
    switch (expression) {
      case Expression.Literal _, Expression.Path _ -> {}
      case Expression.Not not -> parts.add(not.of());
      case Expression.Negative negative -> parts.add(negative.of());
      case Expression.All all -> parts.addAll(all.conditions());
      case Expression.Any any -> parts.addAll(any.conditions());
      case Expression.Chain chain -> {
        parts.add(chain.first());
        chain.rest().forEach(operation -> parts.add(operation.operand()));
      }
      case Expression.Comparison comparison -> {
        parts.add(comparison.left());
        parts.add(comparison.right());
      }
      case Expression.Between between -> {
        parts.add(between.value());
        parts.add(between.low());
        parts.add(between.high());
      }
      case Expression.In in -> {
        parts.add(in.value());
        parts.addAll(in.list());
      }
      case Expression.Like like -> {
        parts.add(like.value());
        parts.add(like.pattern());
        if (like.escape() != null) {
          parts.add(like.escape());
        }
      }
      case Expression.IsAbsent absent -> parts.add(absent.value());
      case Expression.Case cases -> {
        for (Expression.When when : cases.cases()) {
          parts.add(when.condition());
          parts.add(when.result());
        }
        parts.add(cases.otherwise());
      }
      case Expression.Cast cast -> parts.add(cast.value());
      case Expression.Call call -> parts.addAll(call.arguments());
      case Expression.Aggregate aggregate -> {
        if (aggregate.of() != null) {
          parts.add(aggregate.of());
        }
      }
    }
    return parts;
  }
}
