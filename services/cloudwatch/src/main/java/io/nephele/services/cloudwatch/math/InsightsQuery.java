package io.nephele.services.cloudwatch.math;

import io.nephele.core.metrics.MetricId;
import io.nephele.services.cloudwatch.metrics.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A query of Metrics Insights: {@code SELECT AVG(m) FROM SCHEMA("n", d) WHERE d = 'v' GROUP BY d
 * ORDER BY MAX() DESC LIMIT 10}.
 *
 * @param schema the dimensions that metrics have exactly, or null for any
 * @param conditions all of which hold
 * @param order the function that groups are ordered by, or null
 * @param limit how many groups there are at most
 */
public record InsightsQuery(
    String function,
    String metric,
    String namespace,
    List<String> schema,
    List<Condition> conditions,
    List<String> groupBy,
    String order,
    boolean descending,
    int limit) {
  private static final Set<String> FUNCTIONS = Set.of("AVG", "COUNT", "MAX", "MIN", "SUM");

  /** A dimension that has, or has not, a value. */
  public record Condition(String dimension, String value, boolean equal) {}

  /** Reads a query. */
  public static InsightsQuery parse(String text) {
    return new Reading(text).query();
  }

  /** The statistic that is computed. */
  public Statistic statistic() {
    return switch (function) {
      case "AVG" -> Statistic.Simple.AVERAGE;
      case "COUNT" -> Statistic.Simple.SAMPLE_COUNT;
      case "MAX" -> Statistic.Simple.MAXIMUM;
      case "MIN" -> Statistic.Simple.MINIMUM;
      default -> Statistic.Simple.SUM;
    };
  }

  /** Whether a metric of the namespace and name is meant. */
  public boolean matches(MetricId id) {
    if (!id.name().equals(metric) || !id.namespace().equals(namespace)) {
      return false;
    }
    if (schema != null
        && (id.dimensions().size() != schema.size()
            || !id.dimensions().keySet().containsAll(schema))) {
      return false;
    }
    for (Condition condition : conditions) {
      String value = id.dimensions().get(condition.dimension);
      if (value == null || value.equals(condition.value) != condition.equal) {
        return false;
      }
    }
    return id.dimensions().keySet().containsAll(groupBy);
  }

  /** The name of the group that a metric belongs to. */
  public String group(MetricId id) {
    List<String> values = new ArrayList<>();
    groupBy.forEach(dimension -> values.add(id.dimensions().get(dimension)));
    return values.isEmpty() ? metric : String.join(" ", values);
  }

  /** What groups are ordered by. */
  public double key(Series series) {
    return order.equals("COUNT") ? series.points().size() : Aggregates.key(order, series);
  }

  private static final class Reading {
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Reading(String text) {
      int i = 0;
      while (i < text.length()) {
        char c = text.charAt(i);
        int end = i + 1;
        if (Character.isWhitespace(c)) {
          i++;
          continue;
        }
        if (c == '"' || c == '\'') {
          end = text.indexOf(c, i + 1) + 1;
          if (end == 0) {
            throw new MathException("A quote is not closed in the query.");
          }
        } else if (isWord(c)) {
          while (end < text.length() && isWord(text.charAt(end))) {
            end++;
          }
        } else if (c == '!' && end < text.length() && text.charAt(end) == '=') {
          end++;
        }
        tokens.add(text.substring(i, end));
        i = end;
      }
    }

    private static boolean isWord(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '/';
    }

    private boolean take(String word) {
      if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(String word) {
      if (!take(word)) {
        throw new MathException(
            word
                + " is expected "
                + (at < tokens.size() ? "before " + tokens.get(at) : "at the end")
                + ".");
      }
    }

    private String next() {
      if (at == tokens.size()) {
        throw new MathException("The query ends too early.");
      }
      return tokens.get(at++);
    }

    private String name() {
      String token = next();
      return token.charAt(0) == '"' ? token.substring(1, token.length() - 1) : token;
    }

    private String function() {
      String function = next().toUpperCase(Locale.ROOT);
      if (!FUNCTIONS.contains(function)) {
        throw new MathException("The function " + function + " is not known in queries.");
      }
      return function;
    }

    InsightsQuery query() {
      expect("SELECT");
      String function = function();
      expect("(");
      String metric = name();
      expect(")");
      expect("FROM");
      List<String> schema = null;
      String namespace;
      if (take("SCHEMA")) {
        expect("(");
        namespace = name();
        schema = new ArrayList<>();
        while (take(",")) {
          schema.add(name());
        }
        expect(")");
      } else {
        namespace = name();
      }
      List<Condition> conditions = new ArrayList<>();
      if (take("WHERE")) {
        do {
          conditions.add(condition());
        } while (take("AND"));
      }
      List<String> groupBy = new ArrayList<>();
      if (take("GROUP")) {
        expect("BY");
        do {
          groupBy.add(name());
        } while (take(","));
      }
      String order = null;
      boolean descending = false;
      if (take("ORDER")) {
        expect("BY");
        order = function();
        expect("(");
        expect(")");
        descending = take("DESC");
        if (!descending) {
          take("ASC");
        }
      }
      int limit = Integer.MAX_VALUE;
      if (take("LIMIT")) {
        limit = number();
      }
      if (at < tokens.size()) {
        throw new MathException("Unexpected " + tokens.get(at) + " in the query.");
      }
      return new InsightsQuery(
          function, metric, namespace, schema, conditions, groupBy, order, descending, limit);
    }

    private Condition condition() {
      String dimension = name();
      boolean equal = take("=");
      if (!equal) {
        expect("!=");
      }
      String value = next();
      if (value.charAt(0) != '\'') {
        throw new MathException("Values are in single quotes: " + value + ".");
      }
      return new Condition(dimension, value.substring(1, value.length() - 1), equal);
    }

    private int number() {
      try {
        return Math.max(1, Integer.parseInt(next()));
      } catch (NumberFormatException e) {
        throw new MathException("LIMIT needs a number.");
      }
    }
  }
}
