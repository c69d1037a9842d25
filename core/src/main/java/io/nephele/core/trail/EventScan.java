package io.nephele.core.trail;

import io.nephele.core.store.Table;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Events of an account and region, the latest first, read as they are asked for. */
public final class EventScan implements Iterator<TrailEvent> {
  private static final Comparator<TrailEvent> LATEST_FIRST =
      (a, b) -> {
        int order = Long.compare(b.time(), a.time());
        return order == 0 ? Long.compare(b.number(), a.number()) : order;
      };

  private final Table.Rows<EventBlock> rows;
  private final long from;
  private final long to;
  private final PriorityQueue<TrailEvent> open = new PriorityQueue<>(LATEST_FIRST);
  private EventBlock waiting;

  /** Events from a time up to but without another; rows come by their last event's time. */
  EventScan(Table.Rows<EventBlock> rows, long from, long to) {
    this.rows = rows;
    this.from = from;
    this.to = to;
    fetch();
  }

  private void fetch() {
    waiting = null;
    while (waiting == null && rows.hasNext()) {
      EventBlock block = rows.next().value();
      waiting = block.events().isEmpty() ? null : block;
    }
  }

  @Override
  public boolean hasNext() {
    while (waiting != null
        && (open.isEmpty() || waiting.events().getLast().time() >= open.peek().time())) {
      for (TrailEvent event : waiting.events()) {
        if (event.time() >= from && event.time() < to) {
          open.add(event);
        }
      }
      fetch();
    }
    return !open.isEmpty();
  }

  @Override
  public TrailEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return open.poll();
  }
}
