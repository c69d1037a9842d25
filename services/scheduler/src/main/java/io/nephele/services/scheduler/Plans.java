package io.nephele.services.scheduler;

import io.nephele.core.store.Key;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plans that were made lately. */
final class Plans {
  private static final int MOST_KEPT = 10_000;

  private final Map<Key, Known> kept = new ConcurrentHashMap<>();

  private record Known(Plan plan, long version) {}

  /** The plan of a schedule that is stored so. */
  Plan of(Key key, ScheduleRow row) {
    Known known = kept.get(key);
    return known != null && known.plan.row().equals(row) ? known.plan : keep(key, row, 0);
  }

  /** The plan of a schedule of that version, or null if it is not known. */
  Plan known(Key key, long version) {
    Known known = kept.get(key);
    return known != null && known.version == version ? known.plan : null;
  }

  /** Makes the plan of a schedule and keeps it as of that version. */
  Plan keep(Key key, ScheduleRow row, long version) {
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    Plan plan = Plan.of(row);
    kept.put(key, new Known(plan, version));
    return plan;
  }
}
