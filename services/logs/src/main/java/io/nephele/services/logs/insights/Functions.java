package io.nephele.services.logs.insights;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The functions of queries that are no aggregates. */
final class Functions {
  private Functions() {}

  /**
   * A function.
   *
   * @param tokens the first of each argument
   * @param now the time in milliseconds since 1970
   */
  static Expression of(
      Token name, List<Expression> arguments, List<Token> tokens, LongSupplier now) {
    Expression first = arguments.isEmpty() ? null : arguments.getFirst();
    String function = name.text().toLowerCase(Locale.ROOT);
    int least =
        switch (function) {
          case "now" -> 0;
          case "substr",
              "strcontains",
              "datefloor",
              "dateceil",
              "isipinsubnet",
              "isipv4insubnet",
              "isipv6insubnet" ->
              2;
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
      case "unmask" -> row -> first.of(row.unmasked());
      case "now" -> row -> Math.floor(now.getAsLong() / 1000.0);
      case "jsonparse" -> text(first, Structures::parse);
      case "jsonstringify" -> text(first, each -> each);
      case "isvalidip" -> test(first, each -> IpAddresses.parse(each) != null);
      case "isvalidipv4" -> test(first, each -> IpAddresses.isVersion(each, 4));
      case "isvalidipv6" -> test(first, each -> IpAddresses.isVersion(each, 16));
      case "isipinsubnet" -> subnet(arguments, 0);
      case "isipv4insubnet" -> subnet(arguments, 4);
      case "isipv6insubnet" -> subnet(arguments, 16);
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
      case "bin" -> bin(Periods.parse(tokens.getFirst()));
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

  private static Expression bin(Periods period) {
    return row -> {
      if (row.event() != null && !row.isComputed("@timestamp")) {
        return new Values.Time(period.floor(row.event().timestamp()));
      }
      Double millis = Values.number(row.get("@timestamp"));
      return millis == null ? null : new Values.Time(period.floor(millis.longValue()));
    };
  }

  private static Expression test(Expression of, Predicate<String> how) {
    return row -> {
      String text = Values.text(of.of(row));
      return text != null && how.test(text);
    };
  }

  /** Whether an address is in a subnet, of addresses that have so many bytes, or 0 for any. */
  private static Expression subnet(List<Expression> arguments, int bytes) {
    return row -> {
      String address = Values.text(arguments.get(0).of(row));
      String subnet = Values.text(arguments.get(1).of(row));
      return address != null
          && subnet != null
          && (bytes == 0 || IpAddresses.isVersion(address, bytes))
          && IpAddresses.isIn(address, subnet);
    };
  }

  private static Expression text(Expression of, Function<String, Object> how) {
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

  private static Expression floor(Expression of, Periods period, boolean up) {
    return row -> {
      Double millis = Values.number(of.of(row));
      if (millis == null) {
        return null;
      }
      long time = millis.longValue();
      return new Values.Time(up ? period.ceiling(time) : period.floor(time));
    };
  }
}
