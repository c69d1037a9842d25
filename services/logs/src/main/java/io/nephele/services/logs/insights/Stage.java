package io.nephele.services.logs.insights;

import java.util.List;

/** A command of a query at work: takes rows and hands them on. Used by one thread, once. */
abstract class Stage {
  private Stage next;

  /** Says who gets what this one hands on. */
  void to(Stage stage) {
    next = stage;
  }

  final Stage next() {
    return next;
  }

  /** Takes a row. */
  abstract void take(Row row);

  /** Says that there are no more rows. */
  void finish() {
    if (next != null) {
      next.finish();
    }
  }

  /** Whether further rows would change nothing. */
  boolean isDone() {
    return next != null && next.isDone();
  }

  /** Whether it looks at each row by itself, whatever others there are. */
  boolean isAlone() {
    return false;
  }

  /** A command for which the order of rows is nothing, so that they can be looked at in parts. */
  interface Merging {
    /** Adds what another of the same command got of other rows. */
    void merge(Stage other);
  }

  /** Keeps what comes out at the end. */
  static final class Collecting extends Stage {
    private final int most;
    private final List<Row> rows = new java.util.ArrayList<>();

    Collecting(int most) {
      this.most = most;
    }

    @Override
    void take(Row row) {
      if (rows.size() < most) {
        rows.add(row);
      }
    }

    @Override
    boolean isDone() {
      return rows.size() >= most;
    }

    List<Row> rows() {
      return rows;
    }
  }
}
