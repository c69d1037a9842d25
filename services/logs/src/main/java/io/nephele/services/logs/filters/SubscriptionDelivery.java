package io.nephele.services.logs.filters;

import io.nephele.core.logging.LazyLogger;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.logs.events.EventTaker;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.Written;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Hands the events that subscription filters match to their destinations, at least once each: what
 * is to be sent is stored with the events, and tried for a day where it fails for the moment.
 */
public final class SubscriptionDelivery implements EventTaker {
  /** The timers' kind. */
  public static final String TIMER = "logs.subscriptions";

  private static final System.Logger LOG = new LazyLogger(SubscriptionDelivery.class);
  private static final long PATIENCE_MILLIS = 86_400_000L;

  /** As much of messages as goes into one document, in bytes, so that it fits every destination. */
  private static final int MOST_BYTES = 500_000;

  private final LogsWorld logs;
  private final SubscriptionFilters filters;
  private final AccountPolicies accounts;
  private final Destinations destinations;
  private final Shipping shipping;
  private final Function<Group, Masker> maskers;
  private final Table<Outgoing> outgoing = Table.of("logs.outgoing", Outgoing.class);

  /** Delivers to the subscribers of a world. */
  public SubscriptionDelivery(
      LogsWorld logs,
      SubscriptionFilters filters,
      AccountPolicies accounts,
      Destinations destinations,
      Shipping shipping,
      Function<Group, Masker> maskers) {
    this.logs = logs;
    this.filters = filters;
    this.accounts = accounts;
    this.destinations = destinations;
    this.shipping = shipping;
    this.maskers = maskers;
  }

  @Override
  public boolean wants(Transaction transaction, Group group) {
    return !group.kind().equals(Group.INFREQUENT_ACCESS)
        && (group.subscriptions() > 0 || accounts.subscription(transaction, group) != null);
  }

  @Override
  public void storing(Transaction transaction, Written written) {
    for (Subscription filter : filters.of(transaction, written.group())) {
      add(transaction, filter, written);
    }
    Subscription account = accounts.subscription(transaction, written.group());
    if (account != null) {
      add(transaction, account, written);
    }
  }

  private void add(Transaction transaction, Subscription filter, Written written) {
    FilterPattern pattern = FilterPattern.parse(filter.pattern());
    List<LogEvent> matched = new ArrayList<>();
    int bytes = 0;
    for (LogEvent event : written.events()) {
      if (!pattern.matches(event.text(filter.transformed()))) {
        continue;
      }
      if (bytes > 0 && bytes + event.counted() > MOST_BYTES) {
        store(transaction, filter, pattern, written, matched);
        matched = new ArrayList<>();
        bytes = 0;
      }
      matched.add(event);
      bytes += event.counted();
    }
    if (!matched.isEmpty()) {
      store(transaction, filter, pattern, written, matched);
    }
  }

  private void store(
      Transaction transaction,
      Subscription filter,
      FilterPattern pattern,
      Written written,
      List<LogEvent> events) {
    Group group = written.group();
    String partitionKey =
        filter.distribution().equals("Random")
            ? logs.world().ids().hex(32)
            : written.stream().name();
    partitionKey = partitionKey.substring(0, Math.min(256, partitionKey.length()));
    Key id = Key.of(group.accountId()).with(group.region()).with(logs.newId());
    outgoing.put(
        transaction,
        id,
        new Outgoing(
            group.accountId(),
            group.region(),
            group.name(),
            group.arn(),
            filter.name(),
            filter.destinationArn(),
            filter.roleArn(),
            partitionKey,
            SubscriptionData.of(written, filter, pattern, events, maskers.apply(group)),
            events.size(),
            logs.now()));
    logs.world().timers().schedule(transaction, TIMER, id, logs.world().clock().now(), Bytes.EMPTY);
  }

  /** Delivers what the timer is for. */
  public void deliver(Timer timer) {
    Outgoing what = logs.read(reader -> outgoing.get(reader, timer.id()));
    if (what == null) {
      return;
    }
    try {
      send(what);
      count(what, "ForwardedLogEvents", what.events());
      count(what, "ForwardedBytes", what.data().length());
    } catch (AwsException e) {
      boolean throttled = isThrottling(e);
      count(what, throttled ? "DeliveryThrottling" : "DeliveryErrors", what.events());
      boolean passing = throttled || !e.clientFault() && !e.code().equals("NotImplemented");
      if (passing && logs.now() - what.firstAt() < PATIENCE_MILLIS) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.INFO,
          "{0} did not take events of {1}: {2}",
          what.destinationArn(),
          what.groupArn(),
          e.getMessage());
    }
    logs.write(
        transaction -> {
          outgoing.delete(transaction, timer.id());
          return null;
        });
  }

  private static boolean isThrottling(AwsException e) {
    return e.status() == 429
        || e.code().contains("Throttl")
        || e.code().contains("TooManyRequests")
        || e.code().contains("ThroughputExceeded");
  }

  private void send(Outgoing what) {
    Region region = Regions.find(what.region());
    if (!destinations.has(what.destinationArn())) {
      shipping.ship(what, what.destinationArn(), what.roleArn(), what.accountId(), region);
      return;
    }
    DestinationRow to = logs.read(reader -> destinations.find(reader, what.destinationArn()));
    if (to == null) {
      throw io.nephele.services.logs.state.LogsErrors.notFound(
          "The specified destination does not exist.");
    }
    shipping.ship(what, to.targetArn(), to.roleArn(), to.accountId(), region);
  }

  private void count(Outgoing what, String metric, double value) {
    String service = what.destinationArn().split(":", 4)[2];
    String type =
        switch (service) {
          case "lambda" -> "Lambda";
          case "kinesis" -> "Kinesis Stream";
          case "firehose" -> "Firehose";
          default -> "Cross-account destination";
        };
    logs.world()
        .metrics()
        .record(
            new MetricKey(
                what.accountId(),
                what.region(),
                "AWS/Logs",
                metric,
                Map.of(
                    "LogGroupName",
                    what.groupName(),
                    "DestinationType",
                    type,
                    "FilterName",
                    what.filterName()),
                metric.endsWith("Bytes") ? "Bytes" : "None"),
            value);
  }
}
