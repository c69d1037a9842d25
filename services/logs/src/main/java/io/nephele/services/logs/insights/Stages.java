package io.nephele.services.logs.insights;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands that take rows one by one, and those that order them. */
final class Stages {
  /** As many rows as are kept to be sorted; twice as many are cut to the first of them. */
  private static final int MOST_SORTED = 50_000;

  private static final int LEAST_SORTED = 1000;

  private static final int MOST_DISTINCT = 1_000_000;

  private Stages() {}

  static final class Filter extends Stage {
    private final Expression condition;

    Filter(Expression condition) {
      this.condition = condition;
    }

    @Override
    void take(Row row) {
      if (Values.isTrue(condition.of(row))) {
        next().take(row);
      }
    }

    @Override
    boolean isAlone() {
      return true;
    }
  }

  static final class Compute extends Stage {
    private final Map<String, Expression> fields;

    Compute(Map<String, Expression> fields) {
      this.fields = fields;
    }

    @Override
    void take(Row row) {
      fields.forEach((name, expression) -> row.put(name, expression.of(row)));
      next().take(row);
    }

    @Override
    boolean isAlone() {
      return true;
    }
  }

  /** Computes what display shows, unless a command before it did. */
  static final class ComputeMissing extends Stage {
    private final String name;
    private final Expression of;

    ComputeMissing(String name, Expression of) {
      this.name = name;
      this.of = of;
    }

    @Override
    void take(Row row) {
      if (!row.isComputed(name)) {
        row.put(name, of.of(row));
      }
      next().take(row);
    }

    @Override
    boolean isAlone() {
      return true;
    }
  }

  static final class Parse extends Stage {
    private final Expression of;
    private final Pattern pattern;
    private final List<String> names;

    Parse(Expression of, Pattern pattern, List<String> names) {
      this.of = of;
      this.pattern = pattern;
      this.names = names;
    }

    @Override
    void take(Row row) {
      String text = Values.text(of.of(row));
      if (text != null) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.find()) {
          for (int i = 0; i < names.size(); i++) {
            String found = matcher.group(i + 1);
            if (found != null) {
              row.put(names.get(i), found);
            }
          }
        }
      }
      next().take(row);
    }

    @Override
    boolean isAlone() {
      return true;
    }
  }

  /** Makes a row of each element of a list, and one of what is no list. */
  static final class Unnest extends Stage {
    private final Expression of;
    private final String name;

    Unnest(Expression of, String name) {
      this.of = of;
      this.name = name;
    }

    @Override
    void take(Row row) {
      Object value = of.of(row);
      if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          next().take(row.with(name, Structures.member(list, (double) i)));
        }
      } else if (value != null) {
        next().take(row.with(name, value));
      }
    }

    @Override
    boolean isAlone() {
      return true;
    }
  }

  /** Passes events of groups with an index of a field, if they were put since it is there. */
  static final class Indexed extends Stage {
    private final String field;

    Indexed(String field) {
      this.field = field;
    }

    @Override
    void take(Row row) {
      Long since = row.source() == null ? null : row.source().indexed().get(field);
      if (since != null && row.event().ingestedAt() >= since) {
        next().take(row);
      }
    }

    @Override
    boolean isAlone() {
      return true;
    }
  }

  static final class Limit extends Stage {
    private final int most;
    private int count;

    int most() {
      return most;
    }

    Limit(int most) {
      this.most = most;
    }

    @Override
    void take(Row row) {
      if (count < most) {
        count++;
        next().take(row);
      }
    }

    @Override
    boolean isDone() {
      return count >= most || super.isDone();
    }
  }

  static final class Dedup extends Stage {
    private final List<String> names;
    private final Set<List<String>> seen = new HashSet<>();

    Dedup(List<String> names) {
      this.names = names;
    }

    @Override
    void take(Row row) {
      List<String> key = new ArrayList<>();
      for (String name : names) {
        String text = Values.text(row.get(name));
        if (text == null) {
          return;
        }
        key.add(text);
      }
      if (seen.size() < MOST_DISTINCT && seen.add(key)) {
        next().take(row);
      }
    }
  }

  /** One field that rows are sorted by. */
  record By(Expression of, boolean descending) {}

  /** Keeps the first rows of an order, and hands them on in it. */
  static final class Sort extends Stage implements Stage.Merging {
    private final Comparator<Sorted> order;
    private final List<By> fields;
    private final int most;
    private final List<Sorted> rows = new ArrayList<>();

    /** The last of those that are kept; null while all are. */
    private Sorted last;

    /** A row with the values that it is sorted by. */
    private record Sorted(Row row, Object[] values) {}

    /** Rows in the order of fields; that many are kept, and not more than can be. */
    Sort(List<By> fields, int most) {
      this.fields = fields;
      this.most = Math.min(most, MOST_SORTED);
      this.order =
          (a, b) -> {
            for (int i = 0; i < fields.size(); i++) {
              int compared = Values.compare(a.values[i], b.values[i]);
              if (compared != 0) {
                return fields.get(i).descending ? -compared : compared;
              }
            }
            // Of those that are alike the latest comes first.
            return a.row.event() == null || b.row.event() == null
                ? 0
                : b.row.event().at().compareTo(a.row.event().at());
          };
    }

    @Override
    void take(Row row) {
      Object[] values = new Object[fields.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = fields.get(i).of.of(row);
      }
      add(new Sorted(row, values));
    }

    private void add(Sorted row) {
      if (last != null && order.compare(row, last) > 0) {
        return;
      }
      rows.add(row);
      if (rows.size() >= 2 * most + LEAST_SORTED) {
        cut();
      }
    }

    private void cut() {
      rows.sort(order);
      if (rows.size() > most) {
        rows.subList(most, rows.size()).clear();
        last = rows.getLast();
      }
    }

    @Override
    public void merge(Stage other) {
      ((Sort) other).rows.forEach(this::add);
    }

    @Override
    void finish() {
      cut();
      for (Sorted each : rows) {
        next().take(each.row);
      }
      super.finish();
    }

    @Override
    boolean isDone() {
      return false;
    }
  }
}
