package io.nephele.services.cloudwatch.insights;

import io.nephele.api.cloudwatch.GetInsightRuleReportOutput;
import io.nephele.api.cloudwatch.InsightRuleContributor;
import io.nephele.api.cloudwatch.InsightRuleContributorDatapoint;
import io.nephele.api.cloudwatch.InsightRuleMetricDatapoint;
import io.nephele.core.insights.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what contributors contributed in each period. Not safe for threads. */
final class InsightReport {
  private final RuleDefinition rule;
  private final long from;
  private final int period;
  private final Map<List<String>, Contributor> contributors = new HashMap<>();
  private final TreeMap<Long, Observed> periods = new TreeMap<>();

  /**
   * @param from the second since 1970 at which the first period begins
   * @param period in seconds
   */
  InsightReport(RuleDefinition rule, long from, int period) {
    this.rule = rule;
    this.from = from;
    this.period = period;
  }

  /** What one contributed, by the beginnings of periods. */
  private record Contributor(List<String> keys, TreeMap<Long, Double> values) {
    double sum() {
      double sum = 0;
      for (double value : values.values()) {
        sum += value;
      }
      return sum;
    }

    double maximum() {
      double maximum = Double.NEGATIVE_INFINITY;
      for (double value : values.values()) {
        maximum = Math.max(maximum, value);
      }
      return maximum;
    }
  }

  /** What all contributed in a period. */
  private static final class Observed {
    private double count;
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    private void add(Share share) {
      count += share.count();
      sum += share.sum();
      minimum = Math.min(minimum, share.least());
      maximum = Math.max(maximum, share.most());
    }
  }

  /** Adds an event, if it counts. */
  void add(String message, long second) {
    EventFields event = rule.matching(message);
    List<String> keys = event == null ? null : rule.contributor(event);
    Double value = keys == null ? null : rule.value(event);
    if (value != null) {
      add(new Share(keys, 1, value, value, value), second);
    }
  }

  /** Adds what one contributed. */
  void add(Share share, long second) {
    long begin = second - Math.floorMod(second - from, (long) period);
    contributors
        .computeIfAbsent(share.keys(), first -> new Contributor(first, new TreeMap<>()))
        .values
        .merge(begin, share.sum(), Double::sum);
    periods.computeIfAbsent(begin, first -> new Observed()).add(share);
  }

  /** How many contributors there are so far. */
  int size() {
    return contributors.size();
  }

  /**
   * What there was.
   *
   * @param most how many contributors are told, the greatest first
   * @param byMaximum whether they are ordered by their greatest value in a period, not their sum
   * @param metrics the names of the metrics that are wanted
   */
  GetInsightRuleReportOutput output(int most, boolean byMaximum, Collection<String> metrics) {
    List<Contributor> ordered = new ArrayList<>(contributors.values());
    ordered.sort(
        (a, b) -> {
          double first = byMaximum ? a.maximum() : a.sum();
          double second = byMaximum ? b.maximum() : b.sum();
          int order = Double.compare(second, first);
          return order != 0 ? order : a.keys.toString().compareTo(b.keys.toString());
        });
    double total = 0;
    for (Observed each : periods.values()) {
      total += each.sum;
    }
    List<InsightRuleContributor> told = new ArrayList<>();
    for (Contributor each : ordered.subList(0, Math.min(most, ordered.size()))) {
      told.add(contributor(each));
    }
    return new GetInsightRuleReportOutput()
        .keyLabels(rule.keys())
        .aggregationStatistic(rule.sum() ? "Sum" : "Count")
        .aggregateValue(total)
        .approximateUniqueCount((long) contributors.size())
        .contributors(told)
        .metricDatapoints(metrics.isEmpty() ? null : datapoints(metrics));
  }

  private static InsightRuleContributor contributor(Contributor each) {
    List<InsightRuleContributorDatapoint> points = new ArrayList<>();
    each.values.forEach(
        (begin, value) ->
            points.add(
                new InsightRuleContributorDatapoint()
                    .timestamp(Instant.ofEpochSecond(begin))
                    .approximateValue(value)));
    return new InsightRuleContributor()
        .keys(each.keys)
        .approximateAggregateValue(each.sum())
        .datapoints(points);
  }

  private List<InsightRuleMetricDatapoint> datapoints(Collection<String> metrics) {
    List<InsightRuleMetricDatapoint> points = new ArrayList<>();
    periods.forEach(
        (begin, all) -> {
          double unique = 0;
          double greatest = Double.NEGATIVE_INFINITY;
          for (Contributor each : contributors.values()) {
            Double value = each.values.get(begin);
            if (value != null) {
              unique++;
              greatest = Math.max(greatest, value);
            }
          }
          points.add(
              new InsightRuleMetricDatapoint()
                  .timestamp(Instant.ofEpochSecond(begin))
                  .uniqueContributors(wanted(metrics, "UniqueContributors", unique))
                  .maxContributorValue(wanted(metrics, "MaxContributorValue", greatest))
                  .sampleCount(wanted(metrics, "SampleCount", all.count))
                  .sum(wanted(metrics, "Sum", all.sum))
                  .average(wanted(metrics, "Average", all.sum / all.count))
                  .minimum(wanted(metrics, "Minimum", all.minimum))
                  .maximum(wanted(metrics, "Maximum", all.maximum)));
        });
    return points;
  }

  private static Double wanted(Collection<String> metrics, String name, double value) {
    return metrics.contains(name) ? value : null;
  }
}
