package io.nephele.services.scheduler;

import io.nephele.core.World;
import io.nephele.core.metrics.MetricKey;
import java.util.HashMap;
import java.util.Map;

/** Adds up what CloudWatch is told of many calls, and tells it when closed. */
final class Counts implements AutoCloseable {
  private final World world;
  private final Map<Count, Integer> counts = new HashMap<>();

  Counts(World world) {
    this.world = world;
  }

  private record Count(String metric, String accountId, String region, String group) {}

  void add(String metric, ScheduleRow schedule) {
    counts.merge(
        new Count(metric, schedule.accountId(), schedule.region(), schedule.group()),
        1,
        Integer::sum);
  }

  @Override
  public void close() {
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
