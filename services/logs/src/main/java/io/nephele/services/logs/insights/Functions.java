package io.nephele.services.logs.insights;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** The functions of queries that are no aggregates. */
final class Functions {
  private Functions() {}

  /**
   * A function.
   *
   * @param tokens the first of each argument
   */
  static Expression of(Token name, List<Expression> arguments, List<Token> tokens) {
    Expression first = arguments.isEmpty() ? null : arguments.getFirst();
    String function = name.text().toLowerCase(Locale.ROOT);
    int least =
        switch (function) {
          case "bin" -> 1;
          case "substr", "strcontains", "datefloor", "dateceil" -> 2;
          case "replace" -> 3;
          default -> 1;
        };
    if (arguments.size() < least) {
      throw Malformed.at("function " + name.text() + " needs more arguments", name);
    }
    return switch (function) {
      case "abs" -> number(first, Math::abs);
      case "ceil" -> number(first, Math::ceil);
      case "floor" -> number(first, Math::floor);
      case "log" -> number(first, Math::log);
      case "sqrt" -> number(first, Math::sqrt);
      case "greatest" -> row -> extreme(arguments, row, 1);
      case "least" -> row -> extreme(arguments, row, -1);
      case "trim" -> text(first, String::strip);
      case "ltrim" -> text(first, String::stripLeading);
      case "rtrim" -> text(first, String::stripTrailing);
      case "toupper" -> text(first, each -> each.toUpperCase(Locale.ROOT));
      case "tolower" -> text(first, each -> each.toLowerCase(Locale.ROOT));
      case "unmask" -> first;
      case "strlen" ->
          row -> {
            String text = Values.text(first.of(row));
            return text == null ? null : (double) text.length();
          };
      case "isempty" ->
          row -> {
            String text = Values.text(first.of(row));
            return text == null || text.isEmpty();
          };
      case "isblank" ->
          row -> {
            String text = Values.text(first.of(row));
            return text == null || text.isBlank();
          };
      case "ispresent" -> row -> first.of(row) != null;
      case "coalesce" ->
          row -> {
            for (Expression each : arguments) {
              Object value = each.of(row);
              if (value != null) {
                return value;
              }
            }
            return null;
          };
      case "concat" ->
          row -> {
            StringBuilder all = new StringBuilder();
            for (Expression each : arguments) {
              String text = Values.text(each.of(row));
              all.append(text == null ? "" : text);
            }
            return all.toString();
          };
      case "strcontains" ->
          row -> {
            String text = Values.text(first.of(row));
            String part = Values.text(arguments.get(1).of(row));
            return text != null && part != null && text.contains(part) ? 1.0 : 0.0;
          };
      case "replace" -> row -> replace(arguments, row);
      case "substr" -> row -> substring(arguments, row);
      case "frommillis" ->
          row -> {
            Double millis = Values.number(first.of(row));
            return millis == null ? null : new Values.Time(millis.longValue());
          };
      case "tomillis" -> row -> Values.number(first.of(row));
      case "bin" -> floor(row -> row.get("@timestamp"), Periods.parse(tokens.getFirst()), false);
      case "datefloor" -> floor(first, Periods.parse(tokens.get(1)), false);
      case "dateceil" -> floor(first, Periods.parse(tokens.get(1)), true);
      default -> throw Malformed.at("unknown function " + name.text(), name);
    };
  }

  private static Expression number(Expression of, DoubleUnaryOperator how) {
    return row -> {
      Double number = Values.number(of.of(row));
      double result = number == null ? Double.NaN : how.applyAsDouble(number);
      return Double.isFinite(result) ? result : null;
    };
  }

  private static Expression text(Expression of, UnaryOperator<String> how) {
    return row -> {
      String text = Values.text(of.of(row));
      return text == null ? null : how.apply(text);
    };
  }

  private static Object extreme(List<Expression> arguments, Row row, int sign) {
    Object best = null;
    for (Expression each : arguments) {
      Object value = each.of(row);
      if (value != null && (best == null || sign * Values.compare(value, best) > 0)) {
        best = value;
      }
    }
    return best;
  }

  private static Object replace(List<Expression> arguments, Row row) {
    String text = Values.text(arguments.get(0).of(row));
    String part = Values.text(arguments.get(1).of(row));
    String with = Values.text(arguments.get(2).of(row));
    return text == null || part == null || part.isEmpty() || with == null
        ? text
        : text.replace(part, with);
  }

  private static Object substring(List<Expression> arguments, Row row) {
    String text = Values.text(arguments.get(0).of(row));
    Double start = Values.number(arguments.get(1).of(row));
    if (text == null || start == null) {
      return null;
    }
    int from = (int) Math.clamp(start, 0, text.length());
    Double length = arguments.size() > 2 ? Values.number(arguments.get(2).of(row)) : null;
    int to = length == null ? text.length() : (int) Math.clamp(from + length, from, text.length());
    return text.substring(from, to);
  }

  private static Expression floor(Expression of, long period, boolean up) {
    return row -> {
      Double millis = Values.number(of.of(row));
      if (millis == null) {
        return null;
      }
      long floor = Math.floorDiv(millis.longValue(), period) * period;
      return new Values.Time(up && floor < millis ? floor + period : floor);
    };
  }
}
