package io.nephele.services.logs.filters;

import io.nephele.core.json.JsonText;
import io.nephele.core.metrics.Distribution;
import io.nephele.core.metrics.MetricData;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.WorldClock;
import io.nephele.services.logs.events.EventTaker;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Written;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes metrics of messages in CloudWatch's embedded metric format, at the times that the messages
 * say.
 */
public final class EmbeddedMetrics implements EventTaker {
  private static final String MARK = "\"_aws\"";
  private static final int MOST_VALUES = 100;
  private static final int MOST_METRICS = 100;
  private static final int MOST_DIMENSIONS = 30;
  private static final int LONGEST_NAMESPACE = 255;
  private static final Duration PAST = Duration.ofDays(14);
  private static final Duration FUTURE = Duration.ofHours(2);

  /** By how much the clocks of programs may differ from the machine's. */
  private static final Duration SKEW = Duration.ofMinutes(15);

  private final LogsWorld logs;

  /** For the metrics of a world. */
  public EmbeddedMetrics(LogsWorld logs) {
    this.logs = logs;
  }

  @Override
  public boolean wants(Transaction transaction, Group group) {
    return group.kind().equals(Group.STANDARD);
  }

  /** Where the samples of a metric belong. */
  private record Place(MetricKey metric, long second, boolean highResolution) {}

  @Override
  public void stored(Written written) {
    Map<Place, Distribution> samples = new LinkedHashMap<>();
    int malformed = 0;
    int invalid = 0;
    for (LogEvent event : written.events()) {
      String message = event.message();
      if (message.startsWith("{") && message.contains(MARK)) {
        Object document = JsonText.parse(message);
        if (document == JsonText.MALFORMED) {
          malformed++;
        } else if (document instanceof Map<?, ?> map
            && map.get("_aws") instanceof Map<?, ?> metadata
            && metadata.containsKey("CloudWatchMetrics")
            && !extract(written.group(), map, metadata, samples)) {
          invalid++;
        }
      }
    }
    if (!samples.isEmpty()) {
      List<MetricData> data = new ArrayList<>();
      samples.forEach(
          (place, all) ->
              data.add(
                  new MetricData(place.metric, place.second, place.highResolution, all.samples())));
      logs.world().metrics().put(data);
    }
    count(written.group(), "EMFParsingErrors", malformed);
    count(written.group(), "EMFValidationErrors", invalid);
  }

  private void count(Group group, String name, int errors) {
    if (errors > 0) {
      MetricKey metric =
          new MetricKey(
              group.accountId(),
              group.region(),
              "AWS/Logs",
              name,
              Map.of("LogGroupName", group.name()),
              "Count");
      logs.world().metrics().record(metric, errors);
    }
  }

  /** Returns false if the document is not of the format. */
  private boolean extract(
      Group group, Map<?, ?> document, Map<?, ?> metadata, Map<Place, Distribution> samples) {
    if (!(metadata.get("Timestamp") instanceof Number timestamp)
        || !(metadata.get("CloudWatchMetrics") instanceof List<?> directives)) {
      return false;
    }
    Instant now = Instant.ofEpochMilli(logs.now());
    Instant time = time(timestamp.longValue(), now);
    if (time.isBefore(now.minus(PAST)) || time.isAfter(now.plus(FUTURE))) {
      return false;
    }
    boolean valid = true;
    long second = time.getEpochSecond();
    for (Object each : directives) {
      valid &=
          each instanceof Map<?, ?> directive
              && extract(group, document, directive, second, samples);
    }
    return valid;
  }

  /** The world's time of what a message says; functions and other programs know the machine's. */
  private Instant time(long millis, Instant now) {
    WorldClock clock = logs.world().clock();
    Instant stated = Instant.ofEpochMilli(millis);
    if (isNear(stated, now)) {
      return stated;
    }
    if (clock.isOfPrograms(stated)) {
      return now;
    }
    return isNear(stated, clock.machineTime()) ? clock.at(stated) : stated;
  }

  private static boolean isNear(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(SKEW) <= 0;
  }

  private static boolean extract(
      Group group,
      Map<?, ?> document,
      Map<?, ?> directive,
      long second,
      Map<Place, Distribution> samples) {
    if (!(directive.get("Namespace") instanceof String namespace)
        || namespace.isEmpty()
        || namespace.length() > LONGEST_NAMESPACE
        || namespace.startsWith("AWS/")
        || !(directive.get("Metrics") instanceof List<?> metrics)
        || metrics.size() > MOST_METRICS) {
      return false;
    }
    List<Map<String, String>> sets = new ArrayList<>();
    boolean valid = dimensions(document, directive.get("Dimensions"), sets);
    for (Object each : metrics) {
      if (!(each instanceof Map<?, ?> metric) || !(metric.get("Name") instanceof String name)) {
        valid = false;
        continue;
      }
      List<Double> values = values(document.get(name));
      valid &= values != null;
      if (values == null || values.isEmpty()) {
        continue;
      }
      String unit = metric.get("Unit") instanceof String text ? text : "None";
      boolean fine =
          metric.get("StorageResolution") instanceof Number seconds && seconds.intValue() == 1;
      for (Map<String, String> set : sets) {
        MetricKey key =
            new MetricKey(group.accountId(), group.region(), namespace, name, set, unit);
        Distribution all =
            samples.computeIfAbsent(new Place(key, second, fine), first -> new Distribution());
        values.forEach(value -> all.add(value, 1));
      }
    }
    return valid;
  }

  /** The numbers of a member; null if it is there and has none. */
  private static List<Double> values(Object member) {
    if (member == null) {
      return List.of();
    }
    if (member instanceof Number number) {
      return List.of(number.doubleValue());
    }
    if (!(member instanceof List<?> list) || list.size() > MOST_VALUES) {
      return null;
    }
    List<Double> values = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof Number number)) {
        return null;
      }
      values.add(number.doubleValue());
    }
    return values;
  }

  /** Adds the sets of dimensions; returns false if one has a value that is missing or no text. */
  private static boolean dimensions(
      Map<?, ?> document, Object given, List<Map<String, String>> sets) {
    if (!(given instanceof List<?> all)) {
      sets.add(Map.of());
      return given == null;
    }
    boolean valid = true;
    for (Object each : all) {
      Map<String, String> set = new HashMap<>();
      boolean whole = each instanceof List<?> names && names.size() <= MOST_DIMENSIONS;
      if (whole) {
        for (Object name : (List<?>) each) {
          if (name instanceof String text && document.get(text) instanceof String value) {
            set.put(text, value);
          } else {
            whole = false;
          }
        }
      }
      if (whole) {
        sets.add(set);
      }
      valid &= whole;
    }
    return valid;
  }
}
