package io.nephele.core.store.history;

import io.nephele.core.store.history.RecordedTransaction.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Dependencies of transactions on those that had ended when they began. */
final class RealTime {
  private RealTime() {}

  /** Adds the least dependencies from which all others follow. */
  static void addTo(DependencyGraph graph) {
    record Moment(long time, boolean end, RecordedTransaction of) {}
    List<Moment> moments = new ArrayList<>();
    for (RecordedTransaction transaction : graph.transactions()) {
      moments.add(new Moment(transaction.began(), false, transaction));
      if (transaction.outcome() == Outcome.COMMITTED) {
        moments.add(new Moment(transaction.ended(), true, transaction));
      }
    }
    moments.sort(Comparator.comparingLong(Moment::time));
    // Those that have ended and that no other of them follows.
    List<RecordedTransaction> latest = new ArrayList<>();
    for (Moment moment : moments) {
      if (moment.end) {
        latest.removeIf(earlier -> earlier.ended() < moment.of.began());
        latest.add(moment.of);
      } else {
        for (RecordedTransaction earlier : latest) {
          graph.add(new Dependency(earlier, moment.of, Dependency.Kind.REAL_TIME, null, false));
        }
      }
    }
  }
}
