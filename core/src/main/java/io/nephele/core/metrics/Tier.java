package io.nephele.core.metrics;

import io.nephele.core.store.Table;

/** Where data are kept, at what resolution and for how long, as AWS keeps them. */
enum Tier {
  SECONDS("cloudwatch.perSecond", 1, 3 * 3600L),
  MINUTES("cloudwatch.perMinute", 60, 15 * 86_400L),
  FIVE_MINUTES("cloudwatch.perFiveMinutes", 300, 63 * 86_400L),
  HOURS("cloudwatch.perHour", 3600, 455 * 86_400L);

  private final Table<Samples> table;
  private final int resolution;
  private final long kept;

  Tier(String table, int resolution, long kept) {
    this.table = Table.of(table, Samples.class);
    this.resolution = resolution;
    this.kept = kept;
  }

  Table<Samples> table() {
    return table;
  }

  /** In seconds. */
  int resolution() {
    return resolution;
  }

  /** For how many seconds data of this resolution can be read. */
  long kept() {
    return kept;
  }

  /** What older data become; null if they go. */
  Tier next() {
    return this == HOURS ? null : values()[ordinal() + 1];
  }

  /** For how many seconds data can be read with a period of so many seconds. */
  static long keptFor(long period) {
    for (int i = values().length - 1; i > 0; i--) {
      if (period >= values()[i].resolution) {
        return values()[i].kept;
      }
    }
    return SECONDS.kept;
  }
}
