package io.nephele.services.events;

import io.nephele.api.events.Events;
import io.nephele.api.events.RetryPolicy;
import io.nephele.api.events.Target;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Duration;
import java.util.Map;

/**
 * Delivers events to targets, at least once each. A target that fails is tried again as its retry
 * policy says; what it never takes goes to its dead-letter queue, or nowhere.
 */
final class Deliveries {
  static final String TIMER = "events.deliveries";
  private static final int MOST_ATTEMPTS = 185;
  private static final long MOST_AGE_SECONDS = 86_400;
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 9;

  private final EventsWorld events;
  private final TargetCalls calls;
  private final DeadLetters deadLetters;
  private final Table<Delivery> deliveries = Table.of("events.deliveries", Delivery.class);

  Deliveries(EventsWorld events, TargetCalls calls, DeadLetters deadLetters) {
    this.events = events;
    this.calls = calls;
    this.deadLetters = deadLetters;
  }

  /** Has an event delivered once the transaction is committed. */
  void add(Transaction transaction, Rule rule, Target target, Event event) {
    Key id = Key.of(rule.accountId()).with(rule.region()).with(events.world().ids().nextLong());
    Bytes stored = Bytes.of(StoredStructs.write(target.struct()));
    deliveries.put(transaction, id, new Delivery(rule, stored, event, events.now(), 0));
    schedule(transaction, id, Duration.ZERO);
  }

  private void schedule(Transaction transaction, Key id, Duration wait) {
    events
        .world()
        .timers()
        .schedule(transaction, TIMER, id, events.world().clock().now().plus(wait), Bytes.EMPTY);
  }

  /** Delivers the event that the timer is for. */
  void deliver(Timer timer) {
    Delivery delivery = events.read(reader -> deliveries.get(reader, timer.id()));
    if (delivery == null) {
      return;
    }
    Target target =
        new Target(StoredStructs.read(delivery.target().toArray(), Events.shape("Target")));
    Rule rule = delivery.rule();
    try {
      calls.send(rule, target, delivery.event());
      count(rule, "Invocations", "Count", 1);
      count(
          rule,
          "IngestionToInvocationStartLatency",
          "Milliseconds",
          events.now() - delivery.event().ingestedAt());
    } catch (AwsException e) {
      if (isPassing(e) && hasPatience(delivery, target.retryPolicy())) {
        count(rule, "RetryInvocationAttempts", "Count", 1);
        tryAgain(timer.id(), delivery.triedOnceMore());
        return;
      }
      count(rule, "FailedInvocations", "Count", 1);
      if (target.deadLetterConfig() != null && target.deadLetterConfig().arn() != null) {
        boolean kept = deadLetters.keep(delivery, target, e);
        count(rule, kept ? "InvocationsSentToDlq" : "InvocationsFailedToBeSentToDlq", "Count", 1);
      }
    }
    events.write(
        transaction -> {
          deliveries.delete(transaction, timer.id());
          return null;
        });
  }

  /** Whether the same call may do better later: who may not or asks for what is not there never. */
  private static boolean isPassing(AwsException e) {
    return !e.code().equals("NotImplemented")
        && (!e.clientFault()
            || e.status() == 429
            || e.code().contains("Throttl")
            || e.code().contains("TooManyRequests")
            || e.code().contains("ThroughputExceeded"));
  }

  private boolean hasPatience(Delivery delivery, RetryPolicy policy) {
    int most =
        policy == null || policy.maximumRetryAttempts() == null
            ? MOST_ATTEMPTS
            : policy.maximumRetryAttempts();
    long age =
        policy == null || policy.maximumEventAgeInSeconds() == null
            ? MOST_AGE_SECONDS
            : policy.maximumEventAgeInSeconds();
    return delivery.attempts() < most
        && events.now() - delivery.firstAt() < Duration.ofSeconds(age).toMillis();
  }

  private void tryAgain(Key id, Delivery delivery) {
    Duration wait =
        FIRST_BACKOFF.multipliedBy(1L << Math.min(delivery.attempts() - 1, MAX_DOUBLINGS));
    events.write(
        transaction -> {
          deliveries.put(transaction, id, delivery);
          schedule(transaction, id, wait);
          return null;
        });
  }

  /** Tells CloudWatch of a rule. Not in a transaction. */
  void count(Rule rule, String metric, String unit, double value) {
    Map<String, String> dimensions =
        rule.bus().equals(Bus.DEFAULT)
            ? Map.of("RuleName", rule.name())
            : Map.of("EventBusName", rule.bus(), "RuleName", rule.name());
    events
        .world()
        .metrics()
        .record(
            new MetricKey(rule.accountId(), rule.region(), "AWS/Events", metric, dimensions, unit),
            value);
  }
}
