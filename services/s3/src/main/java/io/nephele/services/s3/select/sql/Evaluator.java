package io.nephele.services.s3.select.sql;

import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Works out the expressions of one query, a row at a time. */
public final class Evaluator {
  private final Query query;
  private final Functions functions;
  private final Map<Expression.Like, LikePattern> patterns = new IdentityHashMap<>();
  private final Aggregation[] aggregations;

  /**
   * Works out a query.
   *
   * @param now the time that the query takes for the present
   */
  public Evaluator(Query query, Instant now) {
    this.query = query;
    this.functions = new Functions(now);
    this.aggregations = new Aggregation[query.aggregates().size()];
    for (int i = 0; i < aggregations.length; i++) {
      aggregations[i] = new Aggregation(query.aggregates().get(i).kind());
    }
  }

  /** Whether a row counts. */
  public boolean counts(Row row) {
    return query.where() == null || Boolean.TRUE.equals(value(query.where(), row));
  }

  /** Adds a row to what is told of all of them. */
  public void add(Row row) {
    for (int i = 0; i < aggregations.length; i++) {
      Expression of = query.aggregates().get(i).of();
      aggregations[i].add(of == null ? Boolean.TRUE : value(of, row));
    }
  }

  /** The value of an expression; of functions of all rows what they are by now. */
  public Object value(Expression expression, Row row) {
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Path path -> row.get(path.steps(), query.alias());
      case Expression.Comparison comparison -> compare(comparison, row);
      case Expression.All all -> all(all, row);
      case Expression.Any any -> any(any, row);
      case Expression.Not not -> not(value(not.of(), row));
      case Expression.Negative negative -> {
        Object value = value(negative.of(), row);
        yield Missing.isAbsent(value) ? null : Numbers.negative(Values.number(value));
      }
      case Expression.Chain chain -> chain(chain, row);
      case Expression.Between between -> between(between, row);
      case Expression.In in -> in(in, row);
      case Expression.Like like -> like(like, row);
      case Expression.IsAbsent absent -> {
        Object value = value(absent.value(), row);
        yield absent.missing() ? value == Missing.VALUE : Missing.isAbsent(value);
      }
      case Expression.Case cases -> cases(cases, row);
      case Expression.Cast cast -> Values.cast(value(cast.value(), row), cast.type());
      case Expression.Call call -> call(call, row);
      case Expression.Aggregate aggregate -> aggregations[aggregate.index()].result();
    };
  }

  private Boolean compare(Expression.Comparison comparison, Row row) {
    Integer order = Values.compare(value(comparison.left(), row), value(comparison.right(), row));
    if (order == null) {
      return null;
    }
    return switch (comparison.operator()) {
      case "=" -> order == 0;
      case "<" -> order < 0;
      case ">" -> order > 0;
      case "<=" -> order <= 0;
      case ">=" -> order >= 0;
      default -> order != 0;
    };
  }

  private static Boolean not(Object value) {
    Boolean truth = truth(value);
    return truth == null ? null : (Boolean) !truth;
  }

  private static Boolean truth(Object value) {
    return Missing.isAbsent(value) ? null : (Boolean) Values.cast(value, Expression.Type.BOOLEAN);
  }

  private Boolean all(Expression.All all, Row row) {
    boolean unknown = false;
    for (Expression each : all.conditions()) {
      Boolean truth = truth(value(each, row));
      if (Boolean.FALSE.equals(truth)) {
        return false;
      }
      unknown |= truth == null;
    }
    return unknown ? null : (Boolean) true;
  }

  private Boolean any(Expression.Any any, Row row) {
    boolean unknown = false;
    for (Expression each : any.conditions()) {
      Boolean truth = truth(value(each, row));
      if (Boolean.TRUE.equals(truth)) {
        return true;
      }
      unknown |= truth == null;
    }
    return unknown ? null : (Boolean) false;
  }

  private Object chain(Expression.Chain chain, Row row) {
    Object result = value(chain.first(), row);
    for (Expression.Operation operation : chain.rest()) {
      Object operand = value(operation.operand(), row);
      if (Missing.isAbsent(result) || Missing.isAbsent(operand)) {
        return null;
      }
      result =
          operation.operator() == '|'
              ? functions.joined(Values.text(result), Values.text(operand))
              : Numbers.calculate(
                  operation.operator(), Values.number(result), Values.number(operand));
    }
    return result;
  }

  private Boolean between(Expression.Between between, Row row) {
    Object value = value(between.value(), row);
    Integer low = Values.compare(value, value(between.low(), row));
    Integer high = Values.compare(value, value(between.high(), row));
    if (low != null && low < 0 || high != null && high > 0) {
      return false;
    }
    return low == null || high == null ? null : (Boolean) true;
  }

  private Boolean in(Expression.In in, Row row) {
    Object value = value(in.value(), row);
    if (Missing.isAbsent(value)) {
      return null;
    }
    boolean unknown = false;
    for (Expression each : in.list()) {
      Object other = value(each, row);
      if (other instanceof List<?> list) {
        for (Object element : list) {
          if (isEqual(value, element)) {
            return true;
          }
        }
      } else if (isEqual(value, other)) {
        return true;
      }
      unknown |= Missing.isAbsent(other);
    }
    return unknown ? null : (Boolean) false;
  }

  private static boolean isEqual(Object one, Object other) {
    Integer order = Values.compare(one, other);
    return order != null && order == 0;
  }

  private Boolean like(Expression.Like like, Row row) {
    Object value = value(like.value(), row);
    if (Missing.isAbsent(value)) {
      return null;
    }
    LikePattern known = patterns.get(like);
    if (known == null) {
      Object pattern = value(like.pattern(), row);
      Object escape = like.escape() == null ? null : value(like.escape(), row);
      if (Missing.isAbsent(pattern)) {
        return null;
      }
      known = new LikePattern(Values.text(pattern), escape == null ? null : Values.text(escape));
      boolean fixed =
          like.pattern() instanceof Expression.Literal
              && (like.escape() == null || like.escape() instanceof Expression.Literal);
      if (fixed) {
        patterns.put(like, known);
      }
    }
    return known.matches(Values.text(value));
  }

  private Object cases(Expression.Case cases, Row row) {
    for (Expression.When when : cases.cases()) {
      if (Boolean.TRUE.equals(truth(value(when.condition(), row)))) {
        return value(when.result(), row);
      }
    }
    return value(cases.otherwise(), row);
  }

  private Object call(Expression.Call call, Row row) {
    if (call.function() == Function.COALESCE) {
      for (Expression each : call.arguments()) {
        Object value = value(each, row);
        if (!Missing.isAbsent(value)) {
          return value;
        }
      }
      return null;
    }
    Object[] arguments = new Object[call.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(call.arguments().get(i), row);
    }
    return functions.apply(call.function(), arguments);
  }
}
