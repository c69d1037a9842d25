package io.nephele.services.cloudwatch.insights;

import io.nephele.api.cloudwatch.GetInsightRuleReportInput;
import io.nephele.api.cloudwatch.GetInsightRuleReportOutput;
import io.nephele.api.cloudwatch.LimitExceededException;
import io.nephele.api.cloudwatch.ResourceNotFoundException;
import io.nephele.api.logs.DescribeLogGroupsRequest;
import io.nephele.api.logs.DescribeLogGroupsResponse;
import io.nephele.api.logs.FilterLogEventsRequest;
import io.nephele.api.logs.FilterLogEventsResponse;
import io.nephele.api.logs.FilteredLogEvent;
import io.nephele.api.logs.LogGroup;
import io.nephele.api.logs.Logs;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.insights.RuleId;
import io.nephele.core.insights.ServiceRule;
import io.nephele.model.AwsException;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.resources.NamedResource;
import io.nephele.services.cloudwatch.resources.NamedResources;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Computes reports of rules from the events of log groups, in the name of who asks. */
final class RuleReports {
  private static final int DEFAULT_CONTRIBUTORS = 10;
  private static final int MOST_CONTRIBUTORS = 100;
  private static final int MOST_EVENTS = 1_000_000;
  private static final int MOST_UNIQUE = 100_000;
  private static final int PAGE = 10_000;
  private static final Set<String> METRICS =
      Set.of(
          "UniqueContributors",
          "MaxContributorValue",
          "SampleCount",
          "Sum",
          "Minimum",
          "Maximum",
          "Average");

  private final World world;
  private final NamedResources rules;
  private final InsightRules times;

  RuleReports(World world, NamedResources rules, InsightRules times) {
    this.world = world;
    this.rules = rules;
    this.times = times;
  }

  GetInsightRuleReportOutput get(GetInsightRuleReportInput in, Call call) {
    NamedResource rule = rules.find(in.ruleName(), call);
    RuleId id = new RuleId(call.accountId(), call.region().name(), in.ruleName());
    ServiceRule counted =
        rule != null ? null : world.store().read(reader -> world.contributions().find(reader, id));
    if (rule == null && counted == null) {
      throw new ResourceNotFoundException("The rule " + in.ruleName() + " does not exist.");
    }
    if (in.period() % 60 != 0) {
      throw CloudWatchErrors.invalidValue(in.period(), "Period");
    }
    if (!in.startTime().isBefore(in.endTime())) {
      throw CloudWatchErrors.invalid("StartTime must be before EndTime.");
    }
    int most = in.maxContributorCount() == null ? DEFAULT_CONTRIBUTORS : in.maxContributorCount();
    if (most < 1 || most > MOST_CONTRIBUTORS) {
      throw CloudWatchErrors.invalidValue(most, "MaxContributorCount");
    }
    String order = in.orderBy() == null ? "Sum" : in.orderBy();
    if (!order.equals("Sum") && !order.equals("Maximum")) {
      throw CloudWatchErrors.invalidValue(order, "OrderBy");
    }
    List<String> metrics = in.metrics() == null ? List.of() : in.metrics();
    for (String metric : metrics) {
      if (!METRICS.contains(metric)) {
        throw CloudWatchErrors.invalidValue(metric, "Metrics");
      }
    }
    RuleDefinition definition =
        rule == null
            ? RuleDefinition.of(counted)
            : RuleDefinition.read(InsightRules.definition(rule).ruleDefinition());
    long start = in.startTime().getEpochSecond();
    InsightReport report =
        new InsightReport(definition, start - Math.floorMod(start, 60L), in.period());
    if (rule == null) {
      add(id, in, report);
      return report.output(most, order.equals("Maximum"), metrics);
    }
    List<long[]> looked = world.store().read(reader -> times.looked(reader, rule));
    int left = MOST_EVENTS;
    for (String group : groups(definition, call)) {
      left = add(group, in, looked, report, left, call);
    }
    return report.output(most, order.equals("Maximum"), metrics);
  }

  /** Adds what a service counted. */
  private void add(RuleId rule, GetInsightRuleReportInput in, InsightReport report) {
    world
        .contributions()
        .read(rule, in.startTime().truncatedTo(ChronoUnit.MINUTES), in.endTime())
        .forEach(
            (minute, shares) ->
                shares.forEach(share -> report.add(share, minute.getEpochSecond())));
  }

  private List<String> groups(RuleDefinition definition, Call call) {
    List<String> names = new ArrayList<>();
    for (String name : definition.groups()) {
      if (!name.endsWith("*")) {
        names.add(name);
        continue;
      }
      String prefix = name.substring(0, name.length() - 1);
      String token = null;
      do {
        DescribeLogGroupsResponse page =
            world.call(
                Logs.DescribeLogGroups,
                new DescribeLogGroupsRequest()
                    .logGroupNamePrefix(prefix.isEmpty() ? null : prefix)
                    .nextToken(token),
                call.principal(),
                call.region(),
                origin(call));
        for (LogGroup group : page.logGroups()) {
          names.add(group.logGroupName());
        }
        token = page.nextToken();
      } while (token != null);
    }
    return names;
  }

  private static Origin origin(Call call) {
    return call.origin().through("cloudwatch.amazonaws.com");
  }

  /** Adds the events of a group that came while the rule looked; returns how many may follow. */
  private int add(
      String group,
      GetInsightRuleReportInput in,
      List<long[]> looked,
      InsightReport report,
      int most,
      Call call) {
    int left = most;
    String token = null;
    do {
      FilterLogEventsResponse page;
      try {
        page =
            world.call(
                Logs.FilterLogEvents,
                new FilterLogEventsRequest()
                    .logGroupName(group)
                    .startTime(in.startTime().toEpochMilli())
                    .endTime(in.endTime().toEpochMilli() - 1)
                    .limit(PAGE)
                    .nextToken(token),
                call.principal(),
                call.region(),
                origin(call));
      } catch (AwsException e) {
        if (e.code().equals("ResourceNotFoundException")) {
          // A rule may name groups that are not there yet, or no more.
          return left;
        }
        throw e;
      }
      for (FilteredLogEvent event : page.events()) {
        if (--left < 0 || report.size() > MOST_UNIQUE) {
          throw new LimitExceededException(
              "A report is made of at most "
                  + MOST_EVENTS
                  + " events and "
                  + MOST_UNIQUE
                  + " contributors.");
        }
        if (isLookedAt(looked, event.ingestionTime())) {
          report.add(event.message(), Math.floorDiv(event.timestamp(), 1000L));
        }
      }
      token = page.nextToken();
    } while (token != null);
    return left;
  }

  private static boolean isLookedAt(List<long[]> looked, long ingested) {
    for (long[] time : looked) {
      if (ingested >= time[0] && ingested < time[1]) {
        return true;
      }
    }
    return false;
  }
}
