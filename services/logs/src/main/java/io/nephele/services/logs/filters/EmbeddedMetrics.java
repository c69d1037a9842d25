package io.nephele.services.logs.filters;

import io.nephele.core.json.JsonText;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Transaction;
import io.nephele.services.logs.events.EventTaker;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Written;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes metrics of messages in CloudWatch's embedded metric format. */
public final class EmbeddedMetrics implements EventTaker {
  private static final String MARK = "\"_aws\"";
  private static final int MOST_VALUES = 100;
  private static final int MOST_METRICS = 100;
  private static final int MOST_DIMENSIONS = 30;

  private final LogsWorld logs;

  /** For the metrics of a world. */
  public EmbeddedMetrics(LogsWorld logs) {
    this.logs = logs;
  }

  @Override
  public boolean wants(Transaction transaction, Group group) {
    return group.kind().equals(Group.STANDARD);
  }

  @Override
  public void stored(Written written) {
    for (LogEvent event : written.events()) {
      String message = event.message();
      if (message.startsWith("{")
          && message.contains(MARK)
          && JsonText.parse(message) instanceof Map<?, ?> document
          && document.get("_aws") instanceof Map<?, ?> metadata
          && metadata.get("CloudWatchMetrics") instanceof List<?> directives) {
        for (Object directive : directives) {
          if (directive instanceof Map<?, ?> object) {
            extract(written.group(), document, object);
          }
        }
      }
    }
  }

  private void extract(Group group, Map<?, ?> document, Map<?, ?> directive) {
    if (!(directive.get("Namespace") instanceof String namespace)
        || namespace.isEmpty()
        || !(directive.get("Metrics") instanceof List<?> metrics)
        || metrics.size() > MOST_METRICS) {
      return;
    }
    List<Map<String, String>> sets = dimensions(document, directive.get("Dimensions"));
    for (Object each : metrics) {
      if (each instanceof Map<?, ?> metric && metric.get("Name") instanceof String name) {
        String unit = metric.get("Unit") instanceof String text ? text : "None";
        Object value = document.get(name);
        for (Map<String, String> set : sets) {
          MetricKey key =
              new MetricKey(group.accountId(), group.region(), namespace, name, set, unit);
          record(key, value);
        }
      }
    }
  }

  private void record(MetricKey key, Object value) {
    if (value instanceof Number number) {
      logs.world().metrics().record(key, number.doubleValue());
    } else if (value instanceof List<?> values && values.size() <= MOST_VALUES) {
      for (Object each : values) {
        if (each instanceof Number number) {
          logs.world().metrics().record(key, number.doubleValue());
        }
      }
    }
  }

  /** The sets of dimensions; sets of which a value is missing are left out. */
  private static List<Map<String, String>> dimensions(Map<?, ?> document, Object sets) {
    List<Map<String, String>> found = new ArrayList<>();
    if (!(sets instanceof List<?> all)) {
      found.add(Map.of());
      return found;
    }
    for (Object each : all) {
      if (each instanceof List<?> names && names.size() <= MOST_DIMENSIONS) {
        Map<String, String> set = new HashMap<>();
        for (Object name : names) {
          if (name instanceof String text && document.get(text) instanceof String value) {
            set.put(text, value);
          }
        }
        if (set.size() == names.size()) {
          found.add(set);
        }
      }
    }
    return found;
  }
}
