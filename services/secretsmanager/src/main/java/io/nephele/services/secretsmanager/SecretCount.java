package io.nephele.services.secretsmanager;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Tells CloudWatch every hour how many secrets there are, as long as there are some. */
final class SecretCount {
  /** The kind of the timers; their ids are account and region. */
  static final String TIMER = "secretsmanager.count";

  private static final Map<String, String> DIMENSIONS =
      Map.of(
          "Class",
          "None",
          "Resource",
          "SecretCount",
          "Service",
          "Secrets Manager",
          "Type",
          "Resource");

  private final SecretStore store;

  SecretCount(SecretStore store) {
    this.store = store;
  }

  /** Has the secrets of an account and region counted from the next hour on. */
  void begin(Transaction transaction, String accountId, String region) {
    Key id = Key.of(accountId).with(region);
    if (store.world().timers().due(transaction, TIMER, id) == null) {
      schedule(transaction, id, store.world().clock().now());
    }
  }

  private void schedule(Transaction transaction, Key id, Instant now) {
    Instant due = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    store.world().timers().schedule(transaction, TIMER, id, due, Bytes.EMPTY);
  }

  /** What the clock does on the hour. */
  void onTimer(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    MetricKey metric =
        new MetricKey(
            parts.nextText(),
            parts.nextText(),
            "AWS/SecretsManager",
            "ResourceCount",
            DIMENSIONS,
            "Count");
    long secrets = store.count(transaction, metric.accountId(), metric.region());
    if (secrets > 0) {
      schedule(transaction, timer.id(), store.world().clock().now());
      transaction.afterCommit(() -> store.world().metrics().record(metric, secrets));
    }
  }
}
