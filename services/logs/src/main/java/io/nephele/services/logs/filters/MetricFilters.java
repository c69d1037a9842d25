package io.nephele.services.logs.filters;

import io.nephele.api.logs.DeleteMetricFilterRequest;
import io.nephele.api.logs.DescribeMetricFiltersRequest;
import io.nephele.api.logs.DescribeMetricFiltersResponse;
import io.nephele.api.logs.MetricFilter;
import io.nephele.api.logs.MetricFilterMatchRecord;
import io.nephele.api.logs.MetricTransformation;
import io.nephele.api.logs.PutMetricFilterRequest;
import io.nephele.api.logs.TestMetricFilterRequest;
import io.nephele.api.logs.TestMetricFilterResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes, lists and deletes metric filters. */
public final class MetricFilters {
  private static final int MOST = 100;
  private static final int MOST_DIMENSIONS = 3;
  private static final int USUAL = 50;

  private final LogsWorld logs;

  /** By the group's content key and the filter's name. */
  private final Table<MetricFilterRow> table =
      Table.ofOftenRead("logs.metricFilters", MetricFilterRow.class);

  /** The metric filters of a world. */
  public MetricFilters(LogsWorld logs) {
    this.logs = logs;
  }

  List<MetricFilterRow> of(Reader reader, Group group) {
    List<MetricFilterRow> found = new ArrayList<>();
    for (Table.Row<MetricFilterRow> row : table.scan(reader, group.contentKey())) {
      found.add(row.value());
    }
    return found;
  }

  /** Removes those of a group. */
  public void remove(Transaction transaction, Group group) {
    table.deletePrefix(transaction, group.contentKey());
  }

  /** Answers PutMetricFilter. */
  public Unit put(PutMetricFilterRequest in, Call call) {
    if (in.fieldSelectionCriteria() != null || in.emitSystemFieldDimensions() != null) {
      throw LogsErrors.notImplemented("fieldSelectionCriteria and emitSystemFieldDimensions");
    }
    FilterPattern.parse(in.filterPattern());
    MetricTransformation to = in.metricTransformations().getFirst();
    check(to);
    logs.change(
        in.logGroupName(),
        call,
        (transaction, group) -> {
          if (!group.kind().equals(Group.STANDARD)) {
            throw LogsErrors.invalid(
                "Metric filters are not supported for log groups of class " + group.kind());
          }
          Key key = group.contentKey().with(in.filterName());
          MetricFilterRow before = table.get(transaction, key);
          if (before == null && group.metricFilters() >= MOST) {
            throw LogsErrors.limit("Resource limit exceeded.");
          }
          table.put(
              transaction,
              key,
              new MetricFilterRow(
                  in.filterName(),
                  in.filterPattern(),
                  to.metricNamespace(),
                  to.metricName(),
                  to.metricValue(),
                  to.defaultValue(),
                  to.dimensions() == null ? Map.of() : Map.copyOf(to.dimensions()),
                  to.unit() == null ? "None" : to.unit(),
                  logs.now(),
                  Boolean.TRUE.equals(in.applyOnTransformedLogs())));
          return before == null
              ? group.withFilters(group.metricFilters() + 1, group.subscriptions())
              : null;
        });
    return LogsWorld.done(call);
  }

  private static void check(MetricTransformation to) {
    if (!to.metricValue().startsWith("$") && !isNumber(to.metricValue())) {
      throw LogsErrors.invalid(
          "Invalid metric transformation: metricValue must be a number or a selector of a field");
    }
    if (to.metricNamespace().startsWith("AWS/")) {
      throw LogsErrors.invalid("Invalid metric transformation: namespaces cannot begin with AWS/");
    }
    if (to.dimensions() == null || to.dimensions().isEmpty()) {
      return;
    }
    if (to.defaultValue() != null) {
      throw LogsErrors.invalid(
          "Invalid metric transformation: dimensions and default value are mutually exclusive"
              + " properties.");
    }
    if (to.dimensions().size() > MOST_DIMENSIONS) {
      throw LogsErrors.invalid(
          "Invalid metric transformation: a metric filter can have at most 3 dimensions");
    }
    for (String selector : to.dimensions().values()) {
      if (!selector.startsWith("$")) {
        throw LogsErrors.invalid(
            "Invalid metric transformation: the value of a dimension must be the selector of a"
                + " field");
      }
    }
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Answers DeleteMetricFilter. */
  public Unit delete(DeleteMetricFilterRequest in, Call call) {
    logs.change(
        in.logGroupName(),
        call,
        (transaction, group) -> {
          Key key = group.contentKey().with(in.filterName());
          if (!table.contains(transaction, key)) {
            throw LogsErrors.notFound("The specified metric filter does not exist.");
          }
          table.delete(transaction, key);
          return group.withFilters(group.metricFilters() - 1, group.subscriptions());
        });
    return LogsWorld.done(call);
  }

  /** Answers DescribeMetricFilters. */
  public DescribeMetricFiltersResponse describe(DescribeMetricFiltersRequest in, Call call) {
    if ((in.metricName() == null) != (in.metricNamespace() == null)) {
      throw LogsErrors.invalid("metricName and metricNamespace must be specified together.");
    }
    int limit = in.limit() == null ? USUAL : in.limit();
    return logs.read(
        reader -> {
          List<MetricFilter> all = new ArrayList<>();
          for (Group group : groups(reader, in.logGroupName(), call)) {
            add(reader, group, in, all);
          }
          int from = 0;
          String after = PageTokens.read(in.nextToken());
          while (after != null && from < all.size() && !place(all.get(from)).equals(after)) {
            from++;
          }
          from = after == null ? 0 : Math.min(from + 1, all.size());
          int to = Math.min(all.size(), from + limit);
          return new DescribeMetricFiltersResponse()
              .metricFilters(all.subList(from, to))
              .nextToken(to == all.size() ? null : PageTokens.write(place(all.get(to - 1))));
        });
  }

  private static String place(MetricFilter filter) {
    return filter.logGroupName() + "\n" + filter.filterName();
  }

  private List<Group> groups(Reader reader, String name, Call call) {
    if (name != null) {
      return List.of(logs.require(reader, name, call));
    }
    List<Group> found = new ArrayList<>();
    Key own = Key.of(call.accountId()).with(call.region().name());
    for (Table.Row<Group> row : logs.groups().scan(reader, own)) {
      if (row.value().metricFilters() > 0) {
        found.add(row.value());
      }
    }
    return found;
  }

  private void add(
      Reader reader, Group group, DescribeMetricFiltersRequest in, List<MetricFilter> to) {
    KeyRange range =
        in.filterNamePrefix() == null
            ? KeyRange.prefix(group.contentKey())
            : KeyRange.textPrefix(group.contentKey(), in.filterNamePrefix());
    for (Table.Row<MetricFilterRow> row : table.scan(reader, range, Direction.FORWARD)) {
      MetricFilterRow filter = row.value();
      if (in.metricName() == null
          || filter.metric().equals(in.metricName())
              && filter.namespace().equals(in.metricNamespace())) {
        to.add(description(group, filter));
      }
    }
  }

  private static MetricFilter description(Group group, MetricFilterRow filter) {
    return new MetricFilter()
        .filterName(filter.name())
        .filterPattern(filter.pattern())
        .logGroupName(group.name())
        .creationTime(filter.createdAt())
        .applyOnTransformedLogs(filter.transformed())
        .metricTransformations(
            List.of(
                new MetricTransformation()
                    .metricName(filter.metric())
                    .metricNamespace(filter.namespace())
                    .metricValue(filter.value())
                    .defaultValue(filter.defaultValue())
                    .dimensions(filter.dimensions().isEmpty() ? null : filter.dimensions())
                    .unit(filter.unit())));
  }

  /** Answers TestMetricFilter. */
  public TestMetricFilterResponse test(TestMetricFilterRequest in, Call call) {
    FilterPattern pattern = FilterPattern.parse(in.filterPattern());
    List<MetricFilterMatchRecord> matches = new ArrayList<>();
    long number = 0;
    for (String message : in.logEventMessages()) {
      number++;
      if (pattern.matches(message)) {
        matches.add(
            new MetricFilterMatchRecord()
                .eventNumber(number)
                .eventMessage(message)
                .extractedValues(pattern.extract(message)));
      }
    }
    return new TestMetricFilterResponse().matches(matches);
  }
}
