package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.AlarmHistoryItem;
import io.nephele.api.cloudwatch.CompositeAlarm;
import io.nephele.api.cloudwatch.DescribeAlarmContributorsInput;
import io.nephele.api.cloudwatch.DescribeAlarmContributorsOutput;
import io.nephele.api.cloudwatch.DescribeAlarmHistoryInput;
import io.nephele.api.cloudwatch.DescribeAlarmHistoryOutput;
import io.nephele.api.cloudwatch.DescribeAlarmsForMetricInput;
import io.nephele.api.cloudwatch.DescribeAlarmsForMetricOutput;
import io.nephele.api.cloudwatch.DescribeAlarmsInput;
import io.nephele.api.cloudwatch.DescribeAlarmsOutput;
import io.nephele.api.cloudwatch.InvalidNextToken;
import io.nephele.api.cloudwatch.MetricAlarm;
import io.nephele.api.cloudwatch.PutCompositeAlarmInput;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.api.cloudwatch.ResourceNotFoundException;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The operations that tell of alarms. */
final class DescribeAlarms {
  private static final int PAGE = 50;
  private static final int HISTORY_PAGE = 100;

  private final World world;
  private final AlarmTables tables;

  DescribeAlarms(World world, AlarmTables tables) {
    this.world = world;
    this.tables = tables;
  }

  DescribeAlarmsOutput describe(DescribeAlarmsInput in, Call call) {
    if (in.alarmNames() != null && !in.alarmNames().isEmpty() && in.alarmNamePrefix() != null) {
      throw CloudWatchErrors.validation(
          "AlarmNames and AlarmNamePrefix cannot be specified together.");
    }
    List<Alarm> all =
        world.store().read(r -> tables.all(r, call.accountId(), call.region().name()));
    Set<String> related = related(in, all);
    int most = in.maxRecords() == null ? PAGE : in.maxRecords();
    Key after = PageTokens.read(in.nextToken());
    List<MetricAlarm> metric = new ArrayList<>();
    List<CompositeAlarm> composite = new ArrayList<>();
    String token = null;
    Alarm last = null;
    for (Alarm alarm : all) {
      if (after != null && Key.of(alarm.name()).compareTo(after) <= 0
          || !matches(alarm, in)
          || related != null && !related.contains(alarm.name())) {
        continue;
      }
      if (metric.size() + composite.size() == most) {
        token = PageTokens.write(Key.of(last.name()));
        break;
      }
      if (alarm.composite()) {
        composite.add(composite(alarm));
      } else {
        metric.add(metric(alarm));
      }
      last = alarm;
    }
    return new DescribeAlarmsOutput()
        .metricAlarms(metric)
        .compositeAlarms(composite)
        .nextToken(token);
  }

  private static Set<String> related(DescribeAlarmsInput in, List<Alarm> all) {
    if (in.childrenOfAlarmName() != null) {
      for (Alarm alarm : all) {
        if (alarm.composite() && alarm.name().equals(in.childrenOfAlarmName())) {
          return AlarmRule.parse(alarm.compositeRule().alarmRule()).children();
        }
      }
      return Set.of();
    }
    if (in.parentsOfAlarmName() != null) {
      Set<String> parents = new HashSet<>();
      for (Alarm alarm : all) {
        if (alarm.composite()
            && AlarmRule.parse(alarm.compositeRule().alarmRule())
                .children()
                .contains(in.parentsOfAlarmName())) {
          parents.add(alarm.name());
        }
      }
      return parents;
    }
    return null;
  }

  private static boolean matches(Alarm alarm, DescribeAlarmsInput in) {
    boolean named = in.alarmNames() != null && !in.alarmNames().isEmpty();
    // Composite alarms are told of only where they are asked for.
    boolean wanted =
        in.alarmTypes() != null && !in.alarmTypes().isEmpty()
            ? in.alarmTypes().contains(alarm.type())
            : !alarm.composite() || in.parentsOfAlarmName() != null;
    if (!wanted
        || named && !in.alarmNames().contains(alarm.name())
        || in.alarmNamePrefix() != null && !alarm.name().startsWith(in.alarmNamePrefix())
        || in.stateValue() != null && !in.stateValue().equals(alarm.state())) {
      return false;
    }
    return in.actionPrefix() == null || hasAction(alarm, in.actionPrefix());
  }

  private static boolean hasAction(Alarm alarm, String prefix) {
    List<String> actions = new ArrayList<>();
    if (alarm.composite()) {
      PutCompositeAlarmInput in = alarm.compositeRule();
      add(actions, in.alarmActions());
      add(actions, in.okActions());
      add(actions, in.insufficientDataActions());
    } else {
      PutMetricAlarmInput in = alarm.metric();
      add(actions, in.alarmActions());
      add(actions, in.okActions());
      add(actions, in.insufficientDataActions());
    }
    return actions.stream().anyMatch(action -> action.startsWith(prefix));
  }

  private static void add(List<String> all, List<String> more) {
    if (more != null) {
      all.addAll(more);
    }
  }

  /** The members that the definition shares with what is told. */
  private static void copy(Struct from, Struct to) {
    for (Member member : from.shape().members()) {
      Member same = to.shape().member(member.name());
      if (same != null) {
        to.set(same, from.get(member));
      }
    }
  }

  private static MetricAlarm metric(Alarm alarm) {
    MetricAlarm told = new MetricAlarm();
    PutMetricAlarmInput in = alarm.metric();
    copy(in.struct(), told.struct());
    told.okActions(in.okActions() == null ? List.of() : in.okActions());
    told.alarmActions(in.alarmActions() == null ? List.of() : in.alarmActions());
    told.insufficientDataActions(
        in.insufficientDataActions() == null ? List.of() : in.insufficientDataActions());
    if (in.metricName() != null && in.dimensions() == null) {
      told.dimensions(List.of());
    }
    return told.alarmArn(alarm.arn())
        .actionsEnabled(alarm.actionsEnabled())
        .alarmConfigurationUpdatedTimestamp(Instant.ofEpochMilli(alarm.configured()))
        .stateValue(alarm.state())
        .stateReason(alarm.reason())
        .stateReasonData(alarm.reasonData())
        .stateUpdatedTimestamp(Instant.ofEpochMilli(alarm.updated()))
        .stateTransitionedTimestamp(Instant.ofEpochMilli(alarm.transitioned()));
  }

  private static CompositeAlarm composite(Alarm alarm) {
    CompositeAlarm told = new CompositeAlarm();
    PutCompositeAlarmInput in = alarm.compositeRule();
    copy(in.struct(), told.struct());
    told.okActions(in.okActions() == null ? List.of() : in.okActions());
    told.alarmActions(in.alarmActions() == null ? List.of() : in.alarmActions());
    told.insufficientDataActions(
        in.insufficientDataActions() == null ? List.of() : in.insufficientDataActions());
    if (alarm.suppressedBy() != null) {
      told.actionsSuppressedBy(alarm.suppressedBy())
          .actionsSuppressedReason(Suppression.reason(alarm));
    }
    return told.alarmArn(alarm.arn())
        .actionsEnabled(alarm.actionsEnabled())
        .alarmConfigurationUpdatedTimestamp(Instant.ofEpochMilli(alarm.configured()))
        .stateValue(alarm.state())
        .stateReason(alarm.reason())
        .stateReasonData(alarm.reasonData())
        .stateUpdatedTimestamp(Instant.ofEpochMilli(alarm.updated()))
        .stateTransitionedTimestamp(Instant.ofEpochMilli(alarm.transitioned()));
  }

  DescribeAlarmsForMetricOutput forMetric(DescribeAlarmsForMetricInput in, Call call) {
    List<MetricAlarm> found = new ArrayList<>();
    for (Alarm alarm :
        world.store().read(r -> tables.all(r, call.accountId(), call.region().name()))) {
      if (alarm.composite()) {
        continue;
      }
      PutMetricAlarmInput definition = alarm.metric();
      if (in.metricName().equals(definition.metricName())
          && in.namespace().equals(definition.namespace())
          && Dimensions.read(in.dimensions(), "Dimensions")
              .equals(Dimensions.read(definition.dimensions(), "Dimensions"))
          && same(in.statistic(), definition.statistic())
          && same(in.extendedStatistic(), definition.extendedStatistic())
          && same(in.period(), definition.period())
          && same(in.unit(), definition.unit())) {
        found.add(metric(alarm));
      }
    }
    return new DescribeAlarmsForMetricOutput().metricAlarms(found);
  }

  /** An alarm has contributors only if it watches several time series, which none does here. */
  DescribeAlarmContributorsOutput contributors(DescribeAlarmContributorsInput in, Call call) {
    Key place = Alarm.key(call.accountId(), call.region().name(), in.alarmName());
    if (world.store().read(reader -> tables.find(reader, place)) == null) {
      throw new ResourceNotFoundException("Unknown alarm: " + in.alarmName());
    }
    return new DescribeAlarmContributorsOutput().alarmContributors(List.of());
  }

  private static boolean same(Object wanted, Object there) {
    return wanted == null || wanted.equals(there);
  }

  DescribeAlarmHistoryOutput history(DescribeAlarmHistoryInput in, Call call) {
    if (in.alarmContributorId() != null) {
      throw CloudWatchErrors.notThere("The history of an alarm's contributors");
    }
    Instant since = call.time().minus(AlarmTables.KEPT);
    List<HistoryItem> items = new ArrayList<>();
    for (Table.Row<HistoryItem> row :
        world
            .store()
            .read(
                r ->
                    tables.history(
                        r, call.accountId(), call.region().name(), in.alarmName(), since))) {
      HistoryItem item = row.value();
      boolean type =
          in.alarmTypes() == null || in.alarmTypes().isEmpty()
              ? item.type().equals("MetricAlarm") || in.alarmName() != null
              : in.alarmTypes().contains(item.type());
      if (type
          && same(in.historyItemType(), item.kind())
          && (in.startDate() == null || item.time() >= in.startDate().toEpochMilli())
          && (in.endDate() == null || item.time() <= in.endDate().toEpochMilli())) {
        items.add(item);
      }
    }
    items.sort((a, b) -> Long.compare(a.time(), b.time()));
    List<HistoryItem> ordered = "TimestampAscending".equals(in.scanBy()) ? items : items.reversed();
    return page(ordered, in);
  }

  private static DescribeAlarmHistoryOutput page(
      List<HistoryItem> items, DescribeAlarmHistoryInput in) {
    Key start = PageTokens.read(in.nextToken());
    int from;
    try {
      from = start == null ? 0 : (int) start.reader().nextLong();
    } catch (IllegalStateException e) {
      throw new InvalidNextToken("The specified nextToken is invalid.");
    }
    from = Math.clamp(from, 0, items.size());
    int most = in.maxRecords() == null ? HISTORY_PAGE : in.maxRecords();
    int to = Math.min(items.size(), from + most);
    List<AlarmHistoryItem> told = new ArrayList<>();
    for (HistoryItem item : items.subList(from, to)) {
      told.add(
          new AlarmHistoryItem()
              .alarmName(item.alarm())
              .alarmType(item.type())
              .historyItemType(item.kind())
              .historySummary(item.summary())
              .historyData(item.data())
              .timestamp(Instant.ofEpochMilli(item.time())));
    }
    return new DescribeAlarmHistoryOutput()
        .alarmHistoryItems(told)
        .nextToken(to < items.size() ? PageTokens.write(Key.EMPTY.with(to)) : null);
  }
}
