package io.nephele.services.logs.filters;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Transaction;
import io.nephele.services.logs.events.EventTaker;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Written;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsWorld;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes metrics of the events that match metric filters. */
public final class MetricExtraction implements EventTaker {
  private final LogsWorld logs;
  private final MetricFilters filters;

  /** For the metric filters of a world. */
  public MetricExtraction(LogsWorld logs, MetricFilters filters) {
    this.logs = logs;
    this.filters = filters;
  }

  @Override
  public boolean wants(Transaction transaction, Group group) {
    return group.metricFilters() > 0;
  }

  @Override
  public void stored(Written written) {
    List<MetricFilterRow> all = logs.read(reader -> filters.of(reader, written.group()));
    for (MetricFilterRow filter : all) {
      extract(filter, FilterPattern.parse(filter.pattern()), written);
    }
  }

  private void extract(MetricFilterRow filter, FilterPattern pattern, Written written) {
    boolean any = false;
    for (LogEvent event : written.events()) {
      String text = event.text(filter.transformed());
      if (!pattern.matches(text)) {
        continue;
      }
      Double value = value(filter, pattern, text);
      Map<String, String> dimensions = dimensions(filter, pattern, text);
      if (value != null && dimensions != null) {
        any = true;
        record(filter, written.group(), dimensions, value);
      }
    }
    if (!any && filter.defaultValue() != null) {
      record(filter, written.group(), Map.of(), filter.defaultValue());
    }
  }

  private static Double value(MetricFilterRow filter, FilterPattern pattern, String message) {
    String text =
        filter.value().startsWith("$") ? pattern.value(filter.value(), message) : filter.value();
    if (text == null || text.length() > 64) {
      return null;
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Null where one of them is missing: such events make no metric. */
  private static Map<String, String> dimensions(
      MetricFilterRow filter, FilterPattern pattern, String message) {
    if (filter.dimensions().isEmpty()) {
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    for (Map.Entry<String, String> each : filter.dimensions().entrySet()) {
      String value = pattern.value(each.getValue(), message);
      if (value == null || value.isEmpty()) {
        return null;
      }
      found.put(each.getKey(), value);
    }
    return found;
  }

  private void record(
      MetricFilterRow filter, Group group, Map<String, String> dimensions, double value) {
    logs.world()
        .metrics()
        .record(
            new MetricKey(
                group.accountId(),
                group.region(),
                filter.namespace(),
                filter.metric(),
                dimensions,
                filter.unit()),
            value);
  }
}
