package io.nephele.core.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest paces of a world's time, in order: what its time was when the machine's clock showed
 * another.
 */
record PaceHistory(List<Pace> paces) {
  private static final int REMEMBERED = 100;

  static PaceHistory of(Pace first) {
    return new PaceHistory(List.of(first));
  }

  /** With another pace from now on; the oldest is forgotten when there are too many. */
  PaceHistory with(Pace pace) {
    List<Pace> more = new ArrayList<>(paces);
    more.add(pace);
    int forgotten = Math.max(0, more.size() - REMEMBERED);
    return new PaceHistory(List.copyOf(more.subList(forgotten, more.size())));
  }

  Pace last() {
    return paces.getLast();
  }

  /**
   * The world's time when the machine's clock showed that; the earliest that is known if it was
   * before.
   */
  Instant at(Instant machine) {
    Pace next = null;
    for (int i = paces.size() - 1; i > 0; i--) {
      Pace pace = paces.get(i);
      if (!pace.machine().isAfter(machine)) {
        return before(next, pace.at(machine));
      }
      next = pace;
    }
    return before(next, paces.getFirst().at(machine));
  }

  /**
   * Time that was turned began the next pace at a later time, so that it is not later than that.
   */
  private static Instant before(Pace next, Instant time) {
    return next == null || time.isBefore(next.world()) ? time : next.world();
  }
}
