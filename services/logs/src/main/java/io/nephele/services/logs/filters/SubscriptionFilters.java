package io.nephele.services.logs.filters;

import io.nephele.api.logs.AccessDeniedException;
import io.nephele.api.logs.DeleteSubscriptionFilterRequest;
import io.nephele.api.logs.DescribeSubscriptionFiltersRequest;
import io.nephele.api.logs.DescribeSubscriptionFiltersResponse;
import io.nephele.api.logs.PutSubscriptionFilterRequest;
import io.nephele.api.logs.SubscriptionFilter;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;

/** Makes, lists and deletes subscription filters. */
public final class SubscriptionFilters {
  private static final int MOST = 2;
  private static final int USUAL = 50;
  private static final String BY_STREAM = "ByLogStream";

  private final LogsWorld logs;
  private final Destinations destinations;
  private final Shipping shipping;

  /** By the group's content key and the filter's name. */
  private final Table<Subscription> table =
      Table.ofOftenRead("logs.subscriptions", Subscription.class);

  /** The subscription filters of a world. */
  public SubscriptionFilters(LogsWorld logs, Destinations destinations, Shipping shipping) {
    this.logs = logs;
    this.destinations = destinations;
    this.shipping = shipping;
  }

  List<Subscription> of(Reader reader, Group group) {
    List<Subscription> found = new ArrayList<>();
    for (Table.Row<Subscription> row : table.scan(reader, group.contentKey())) {
      found.add(row.value());
    }
    return found;
  }

  /** Removes those of a group. */
  public void remove(Transaction transaction, Group group) {
    table.deletePrefix(transaction, group.contentKey());
  }

  /** Answers PutSubscriptionFilter. */
  public Unit put(PutSubscriptionFilterRequest in, Call call) {
    if (in.fieldSelectionCriteria() != null || in.emitSystemFields() != null) {
      throw LogsErrors.notImplemented("fieldSelectionCriteria and emitSystemFields");
    }
    FilterPattern.parse(in.filterPattern());
    String distribution = distribution(in.distribution());
    Group seen = logs.read(reader -> logs.require(reader, in.logGroupName(), call));
    if (seen.kind().equals(Group.INFREQUENT_ACCESS)) {
      throw LogsErrors.invalid(
          "Subscription filters are not supported for log groups of class " + seen.kind());
    }
    check(seen.arn() + ":*", in.destinationArn(), in.roleArn(), call);
    Subscription made =
        new Subscription(
            in.filterName(),
            in.filterPattern(),
            in.destinationArn(),
            in.roleArn(),
            distribution,
            logs.now(),
            Boolean.TRUE.equals(in.applyOnTransformedLogs()));
    logs.change(
        in.logGroupName(),
        call,
        (transaction, group) -> {
          Key key = group.contentKey().with(in.filterName());
          boolean isNew = !table.contains(transaction, key);
          if (isNew && group.subscriptions() >= MOST) {
            throw LogsErrors.limit("Resource limit exceeded.");
          }
          table.put(transaction, key, made);
          return isNew ? group.withFilters(group.metricFilters(), group.subscriptions() + 1) : null;
        });
    return LogsWorld.done(call);
  }

  static String distribution(String asked) {
    if (asked == null) {
      return BY_STREAM;
    }
    if (!asked.equals(BY_STREAM) && !asked.equals("Random")) {
      throw LogsErrors.notOneOf(asked, "distribution", "Random, ByLogStream");
    }
    return asked;
  }

  /** Refuses destinations that do not take what the caller wants them to get. */
  void check(String sourceArn, String destinationArn, String roleArn, Call call) {
    Arn destination = Arn.parse(destinationArn);
    if (destination == null) {
      throw LogsErrors.invalid("Invalid destination ARN: " + destinationArn);
    }
    switch (destination.service()) {
      case "lambda" -> {
        if (roleArn != null) {
          throw LogsErrors.invalid("destinationArn for vendor lambda cannot be used with roleArn");
        }
        deliverable(
            sourceArn,
            destinationArn,
            null,
            call,
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs"
                + " permission to execute your function.");
      }
      case "kinesis", "firehose" -> {
        if (roleArn == null) {
          throw LogsErrors.invalid(
              "destinationArn for vendor "
                  + destination.service()
                  + " cannot be used without roleArn");
        }
        String kind = destination.service().equals("kinesis") ? "Kinesis" : "Firehose";
        deliverable(
            sourceArn,
            destinationArn,
            roleArn,
            call,
            "Could not deliver test message to specified "
                + kind
                + " stream. Check if the given "
                + kind.toLowerCase(java.util.Locale.ROOT)
                + " stream is in ACTIVE state.");
      }
      case "logs" -> checkDestination(destinationArn, call);
      default -> throw LogsErrors.invalid("Invalid destination ARN: " + destinationArn);
    }
  }

  private void deliverable(
      String sourceArn, String arn, String roleArn, Call call, String message) {
    try {
      shipping.check(sourceArn, call.accountId(), call.region(), arn, roleArn);
    } catch (AwsException e) {
      throw e.clientFault() ? LogsErrors.invalid(message) : e;
    }
  }

  private void checkDestination(String text, Call call) {
    AwsException denial =
        logs.world()
            .access()
            .authorize(call, "logs:PutSubscriptionFilter", text, ConditionKeys.builder().build())
            .denial();
    if (denial != null) {
      throw new AccessDeniedException(denial.getMessage());
    }
    if (logs.read(reader -> destinations.find(reader, text)) == null) {
      throw LogsErrors.notFound("The specified destination does not exist.");
    }
  }

  /** Answers DeleteSubscriptionFilter. */
  public Unit delete(DeleteSubscriptionFilterRequest in, Call call) {
    logs.change(
        in.logGroupName(),
        call,
        (transaction, group) -> {
          Key key = group.contentKey().with(in.filterName());
          if (!table.contains(transaction, key)) {
            throw LogsErrors.notFound("The specified subscription filter does not exist.");
          }
          table.delete(transaction, key);
          return group.withFilters(group.metricFilters(), group.subscriptions() - 1);
        });
    return LogsWorld.done(call);
  }

  /** Answers DescribeSubscriptionFilters. */
  public DescribeSubscriptionFiltersResponse describe(
      DescribeSubscriptionFiltersRequest in, Call call) {
    int limit = in.limit() == null ? USUAL : in.limit();
    return logs.read(
        reader -> {
          Group group = logs.require(reader, in.logGroupName(), call);
          Key key = group.contentKey();
          KeyRange range =
              in.filterNamePrefix() == null
                  ? KeyRange.prefix(key)
                  : KeyRange.textPrefix(key, in.filterNamePrefix());
          if (in.nextToken() != null) {
            range = range.startingAfter(key.with(PageTokens.read(in.nextToken())));
          }
          List<SubscriptionFilter> found = new ArrayList<>();
          String next = null;
          for (Table.Row<Subscription> row : table.scan(reader, range, Direction.FORWARD)) {
            if (found.size() == limit) {
              next = PageTokens.write(found.getLast().filterName());
              break;
            }
            found.add(description(group, row.value()));
          }
          return new DescribeSubscriptionFiltersResponse()
              .subscriptionFilters(found)
              .nextToken(next);
        });
  }

  private static SubscriptionFilter description(Group group, Subscription filter) {
    return new SubscriptionFilter()
        .filterName(filter.name())
        .logGroupName(group.name())
        .filterPattern(filter.pattern())
        .destinationArn(filter.destinationArn())
        .roleArn(filter.roleArn())
        .distribution(filter.distribution())
        .applyOnTransformedLogs(filter.transformed())
        .creationTime(filter.createdAt());
  }
}
