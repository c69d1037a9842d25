package io.nephele.services.scheduler;

import io.nephele.core.World;
import io.nephele.core.metrics.MetricKey;
import java.util.HashMap;
import java.util.Map;

/** Adds up what CloudWatch is told of many calls, and tells it when closed. */
final class Counts implements AutoCloseable {
  private final World world;
  private final Map<Count, Integer> counts = new HashMap<>();

  /** What was counted last, which is most often what is counted next. */
  private Count last;

  private int lastNumber;

  Counts(World world) {
    this.world = world;
  }

  private record Count(String metric, String accountId, String region, String group) {
    private boolean isOf(String other, ScheduleRow schedule) {
      return metric.equals(other)
          && group.equals(schedule.group())
          && region.equals(schedule.region())
          && accountId.equals(schedule.accountId());
    }
  }

  void add(String metric, ScheduleRow schedule) {
    if (last == null || !last.isOf(metric, schedule)) {
      keepLast();
      last = new Count(metric, schedule.accountId(), schedule.region(), schedule.group());
    }
    lastNumber++;
  }

  private void keepLast() {
    if (last != null) {
      counts.merge(last, lastNumber, Integer::sum);
      lastNumber = 0;
    }
  }

  @Override
  public void close() {
    keepLast();
    counts.forEach(
        (count, number) ->
            world
                .metrics()
                .record(
                    new MetricKey(
                        count.accountId,
                        count.region,
                        "AWS/Scheduler",
                        count.metric,
                        Map.of("ScheduleGroup", count.group),
                        "Count"),
                    number));
  }
}
