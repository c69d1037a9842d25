package io.nephele.services.s3.inventory;

import io.nephele.api.s3.InventoryConfiguration;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** Makes inventories at midnight UTC: daily ones every day, weekly ones on Sundays. */
final class InventoryRuns {
  private static final System.Logger LOG = new LazyLogger(InventoryRuns.class);
  private static final String KIND = "s3.inventories";

  private final S3World s3;
  private final InventoryReport reports;

  InventoryRuns(S3World s3) {
    this.s3 = s3;
    this.reports = new InventoryReport(s3);
    s3.world().timers().onWork(KIND, this::run);
  }

  /** Plans the next run of an inventory as its configuration says. */
  void plan(Transaction transaction, Bucket bucket, InventoryConfiguration configuration) {
    Key id = bucket.key().with(configuration.id());
    if (Boolean.TRUE.equals(configuration.isEnabled())) {
      s3.world().timers().schedule(transaction, KIND, id, next(configuration), Bytes.EMPTY);
    } else {
      s3.world().timers().cancel(transaction, KIND, id);
    }
  }

  void cancel(Transaction transaction, Bucket bucket, String id) {
    s3.world().timers().cancel(transaction, KIND, bucket.key().with(id));
  }

  private Instant next(InventoryConfiguration configuration) {
    LocalDate today = LocalDate.ofInstant(s3.world().clock().now(), ZoneOffset.UTC);
    boolean weekly = configuration.schedule().frequency().equals("Weekly");
    LocalDate day =
        weekly ? today.with(TemporalAdjusters.next(DayOfWeek.SUNDAY)) : today.plusDays(1);
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private record Planned(Bucket bucket, InventoryConfiguration configuration) {}

  private void run(Timer timer) throws IOException {
    Planned planned = planned(timer);
    if (planned == null) {
      return;
    }
    try {
      reports.make(planned.bucket, planned.configuration, timer.due());
    } catch (AwsException e) {
      if (!e.clientFault()) {
        throw e; // tried again
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "The inventory {0} of bucket {1} cannot be delivered: {2}",
          planned.configuration.id(),
          planned.bucket.name(),
          e.getMessage());
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              Planned still = planned(transaction, timer);
              if (still != null) {
                plan(transaction, still.bucket, still.configuration);
              }
              return null;
            });
  }

  private Planned planned(Timer timer) {
    return s3.read(reader -> planned(reader, timer));
  }

  /** What is to be done; null if the bucket or the configuration is gone by now. */
  private Planned planned(Reader reader, Timer timer) {
    KeyReader parts = timer.id().reader();
    Key row = Key.of(parts.nextText()).with(parts.nextText()).with(parts.nextText());
    String id = parts.nextText();
    Bucket bucket = s3.buckets().at(reader, row);
    Struct stored =
        bucket == null
            ? null
            : s3.configurations()
                .get(
                    reader,
                    bucket,
                    Kind.INVENTORY,
                    id,
                    new InventoryConfiguration().struct().shape());
    if (stored == null) {
      return null;
    }
    InventoryConfiguration configuration = new InventoryConfiguration(stored);
    return Boolean.TRUE.equals(configuration.isEnabled())
        ? new Planned(bucket, configuration)
        : null;
  }
}
