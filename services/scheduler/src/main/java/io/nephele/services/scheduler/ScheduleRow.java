package io.nephele.services.scheduler;

import io.nephele.core.store.Key;
import io.nephele.model.Bytes;

/**
 * A schedule, as it is stored.
 *
 * @param settings the model's {@code CreateScheduleInput}
 * @param createdAt in milliseconds
 * @param modifiedAt in milliseconds
 */
record ScheduleRow(
    String accountId,
    String region,
    String group,
    String name,
    Bytes settings,
    long createdAt,
    long modifiedAt) {
  private static final int SHARDS = 8;

  Key key() {
    return Group.key(accountId, region, group).with(name);
  }

  String arn() {
    return Group.prefix(region, accountId) + ":schedule/" + group + "/" + name;
  }

  /** Schedules that are due at the same time are called in so many lines, each in order. */
  int shard() {
    return Math.floorMod(31 * group.hashCode() + name.hashCode(), SHARDS);
  }
}
