package io.nephele.services.logs.insights;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The functions of stats. */
final class Aggregates {
  private static final int MOST_VALUES = 5_000_000;

  private Aggregates() {}

  /** Makes an aggregate for each group. */
  interface Maker {
    Aggregate make();
  }

  /** What is known of the rows of a group. */
  interface Aggregate {
    void add(Row row);

    /** Adds what another of the same kind knows of other rows. */
    void merge(Aggregate other);

    /** The value, or null. */
    Object result();
  }

  static boolean isOne(Token name) {
    return switch (name.text().toLowerCase(Locale.ROOT)) {
      case "count",
          "count_distinct",
          "sum",
          "avg",
          "min",
          "max",
          "pct",
          "percentile",
          "median",
          "stddev",
          "earliest",
          "latest",
          "sortsfirst",
          "sortslast" ->
          true;
      default -> false;
    };
  }

  /**
   * An aggregate.
   *
   * @param of what is aggregated, null for {@code *}
   * @param percentile of {@code pct}
   */
  static Maker of(Token name, Expression of, double percentile) {
    String function = name.text().toLowerCase(Locale.ROOT);
    if (of == null && !function.equals("count")) {
      throw Malformed.at("function " + name.text() + " needs a field", name);
    }
    return switch (function) {
      case "count" -> () -> new Count(of);
      case "count_distinct" -> () -> new Distinct(of);
      case "sum", "avg", "stddev" -> () -> new Sums(function, of);
      case "min", "sortsfirst" -> () -> new Extreme(of, of, -1);
      case "max", "sortslast" -> () -> new Extreme(of, of, 1);
      case "earliest" -> () -> new Extreme(of, row -> row.get("@timestamp"), -1);
      case "latest" -> () -> new Extreme(of, row -> row.get("@timestamp"), 1);
      case "median" -> () -> new Percentile(of, 50);
      default -> () -> new Percentile(of, percentile);
    };
  }

  private static final class Count implements Aggregate {
    private final Expression of;
    private long count;

    Count(Expression of) {
      this.of = of;
    }

    @Override
    public void add(Row row) {
      if (of == null || of.of(row) != null) {
        count++;
      }
    }

    @Override
    public void merge(Aggregate other) {
      count += ((Count) other).count;
    }

    @Override
    public Object result() {
      return (double) count;
    }
  }

  private static final class Distinct implements Aggregate {
    private final Expression of;
    private final Set<String> seen = new HashSet<>();

    Distinct(Expression of) {
      this.of = of;
    }

    @Override
    public void add(Row row) {
      String text = Values.text(of.of(row));
      if (text != null) {
        seen.add(text);
        check();
      }
    }

    private void check() {
      if (seen.size() > MOST_VALUES) {
        throw new TooLargeException("count_distinct has too many values");
      }
    }

    @Override
    public void merge(Aggregate other) {
      seen.addAll(((Distinct) other).seen);
      check();
    }

    @Override
    public Object result() {
      return (double) seen.size();
    }
  }

  private static final class Sums implements Aggregate {
    private final String function;
    private final Expression of;
    private long count;
    private double sum;
    private double mean;
    private double squares;

    Sums(String function, Expression of) {
      this.function = function;
      this.of = of;
    }

    @Override
    public void add(Row row) {
      Double value = Values.number(of.of(row));
      if (value != null) {
        count++;
        sum += value;
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
      }
    }

    @Override
    public void merge(Aggregate other) {
      Sums more = (Sums) other;
      if (more.count == 0) {
        return;
      }
      long all = count + more.count;
      double off = more.mean - mean;
      squares += more.squares + off * off * count * more.count / all;
      mean += off * more.count / all;
      sum += more.sum;
      count = all;
    }

    @Override
    public Object result() {
      if (count == 0) {
        return null;
      }
      return switch (function) {
        case "sum" -> sum;
        case "avg" -> sum / count;
        default -> count == 1 ? 0.0 : Math.sqrt(squares / (count - 1));
      };
    }
  }

  private static final class Extreme implements Aggregate {
    private final Expression of;
    private final Expression order;
    private final int sign;
    private Object best;
    private Object bestOrder;

    Extreme(Expression of, Expression order, int sign) {
      this.of = of;
      this.order = order;
      this.sign = sign;
    }

    @Override
    public void add(Row row) {
      Object value = of.of(row);
      add(value, value == null ? null : order.of(row));
    }

    private void add(Object value, Object place) {
      if (place != null && (bestOrder == null || sign * Values.compare(place, bestOrder) > 0)) {
        best = value;
        bestOrder = place;
      }
    }

    @Override
    public void merge(Aggregate other) {
      add(((Extreme) other).best, ((Extreme) other).bestOrder);
    }

    @Override
    public Object result() {
      return best;
    }
  }

  private static final class Percentile implements Aggregate {
    private final Expression of;
    private final double percent;
    private final Quantiles values = new Quantiles();

    Percentile(Expression of, double percent) {
      this.of = of;
      this.percent = percent;
    }

    @Override
    public void add(Row row) {
      Double value = Values.number(of.of(row));
      if (value != null) {
        values.add(value);
      }
    }

    @Override
    public void merge(Aggregate other) {
      values.merge(((Percentile) other).values);
    }

    @Override
    public Object result() {
      return values.percentile(percent);
    }
  }
}
