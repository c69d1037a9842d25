package io.nephele.services.logs.insights;

import io.nephele.services.logs.events.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the latest events and hands them on, the latest first. */
final class Latest extends Stage implements Stage.Merging {
  private static final Comparator<Row> EARLIEST_FIRST =
      (a, b) -> {
        StoredEvent x = a.event();
        StoredEvent y = b.event();
        int order = Long.compare(x.timestamp(), y.timestamp());
        return order == 0 ? x.at().compareTo(y.at()) : order;
      };

  private final int most;
  private final PriorityQueue<Row> rows = new PriorityQueue<>(EARLIEST_FIRST);

  Latest(int most) {
    this.most = most;
  }

  @Override
  void take(Row row) {
    if (rows.size() < most) {
      rows.add(row);
    } else if (most > 0 && EARLIEST_FIRST.compare(row, rows.peek()) > 0) {
      rows.poll();
      rows.add(row);
    }
  }

  @Override
  public void merge(Stage other) {
    ((Latest) other).rows.forEach(this::take);
  }

  /** Whether no event of that time or an earlier one would be kept. */
  boolean isFullSince(long time) {
    return rows.size() == most && (most == 0 || rows.peek().event().timestamp() > time);
  }

  @Override
  void finish() {
    List<Row> all = new ArrayList<>(rows);
    all.sort(EARLIEST_FIRST.reversed());
    all.forEach(next()::take);
    super.finish();
  }
}
