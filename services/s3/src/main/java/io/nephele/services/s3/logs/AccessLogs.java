package io.nephele.services.s3.logs;

import io.nephele.api.s3.LoggingEnabled;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.time.Timer;
import io.nephele.core.web.Exchange;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.configuration.Loggings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a line of every request to buckets that are logged, and delivers the lines some time later
 * as objects, by calls of S3's logging service. A log that the target bucket does not take is lost,
 * as in AWS.
 */
public final class AccessLogs {
  /** By the API. */
  public static final String REST = "REST";

  /** By a website. */
  public static final String WEBSITE = "WEBSITE";

  private static final System.Logger LOG = new LazyLogger(AccessLogs.class);
  private static final String KIND = "s3.accessLogs";
  private static final String SERVICE = "logging.s3.amazonaws.com";
  private static final Duration DELAY = Duration.ofMinutes(1);
  private static final int MOST_LINES = 10_000;
  private static final int UNIQUE_BYTES = 8;

  private final S3World s3;
  private final Loggings loggings;
  private final Table<Line> lines = Table.of("s3.accessLogs", Line.class);

  /** Orders the lines of one moment; that they differ is their ids' affair. */
  private final AtomicLong added = new AtomicLong();

  /** A request, as a line without its end. */
  record Line(String text) {}

  /** The access logs of a world. */
  public AccessLogs(S3World s3) {
    this.s3 = s3;
    this.loggings = new Loggings(s3);
    s3.world().timers().onWork(KIND, this::deliver);
  }

  /**
   * Keeps the line of a call to a bucket that is logged.
   *
   * @param access {@link #REST} or {@link #WEBSITE}
   */
  public void add(Bucket bucket, Exchange exchange, String access) {
    Instant now = s3.world().clock().now();
    Line line = new Line(AccessLine.of(exchange, bucket, now, access));
    Key key =
        bucket
            .objects()
            .with(now)
            .with(added.getAndIncrement())
            .with(s3.world().ids().uuid().toString());
    s3.world()
        .store()
        .write(
            transaction -> {
              lines.put(transaction, key, line);
              if (s3.world().timers().due(transaction, KIND, bucket.key()) == null) {
                s3.world()
                    .timers()
                    .schedule(transaction, KIND, bucket.key(), now.plus(DELAY), payload(bucket));
              }
              return null;
            });
  }

  private record Batch(Bucket bucket, LoggingEnabled logging, List<Table.Row<Line>> lines) {}

  /** The bucket's number, by which its lines are found when it is gone. */
  private static Bytes payload(Bucket bucket) {
    return Bytes.of(Long.toString(bucket.id()).getBytes(StandardCharsets.US_ASCII));
  }

  private void deliver(Timer timer) {
    Batch batch = next(timer);
    if (batch == null) {
      drop(timer);
    }
    while (batch != null && !batch.lines.isEmpty()) {
      if (batch.logging != null) {
        put(batch);
      }
      finish(timer, batch);
      batch = batch.lines.size() == MOST_LINES ? next(timer) : null;
    }
  }

  private Batch next(Timer timer) {
    return s3.read(
        reader -> {
          Bucket bucket = s3.buckets().at(reader, timer.id());
          if (bucket == null || !payload(bucket).equals(timer.payload())) {
            return null;
          }
          List<Table.Row<Line>> found = new ArrayList<>();
          for (Table.Row<Line> row : lines.scan(reader, bucket.objects())) {
            found.add(row);
            if (found.size() == MOST_LINES) {
              break;
            }
          }
          return new Batch(bucket, loggings.of(reader, bucket), found);
        });
  }

  /** Removes the lines of a bucket that is gone. */
  private void drop(Timer timer) {
    KeyReader id = timer.id().reader();
    Key owner = Key.of(id.nextText()).with(id.nextText());
    long bucket = Long.parseLong(new String(timer.payload().toArray(), StandardCharsets.US_ASCII));
    s3.world()
        .store()
        .write(
            transaction -> {
              lines.deletePrefix(transaction, owner.with(bucket));
              return null;
            });
  }

  /** Delivers the lines, those of different days apart if the configuration says so. */
  private void put(Batch batch) {
    Instant now = s3.world().clock().now();
    boolean byDay = LogKeys.byEventTime(batch.logging);
    Map<Instant, StringBuilder> logs = new TreeMap<>();
    for (Table.Row<Line> row : batch.lines) {
      Instant time = byDay ? timeOf(row, batch.bucket).truncatedTo(ChronoUnit.DAYS) : now;
      logs.computeIfAbsent(time, t -> new StringBuilder()).append(row.value().text()).append('\n');
    }
    logs.forEach((time, text) -> put(batch, time, text.toString()));
  }

  private void put(Batch batch, Instant time, String log) {
    Bucket source = batch.bucket;
    Region region = Regions.find(source.region());
    byte[] unique = new byte[UNIQUE_BYTES];
    s3.world().ids().next().nextBytes(unique);
    String suffix = HexFormat.of().withUpperCase().formatHex(unique);
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    PutObjectRequest request =
        new PutObjectRequest()
            .bucket(batch.logging.targetBucket())
            .key(LogKeys.of(batch.logging, source, time, suffix))
            .contentType("text/plain")
            .contentLength((long) bytes.length)
            .body(Body.of(Bytes.of(bytes)));
    try {
      s3.world()
          .call(
              S3.PutObject,
              request,
              Principal.service(SERVICE, source.accountId()),
              region,
              Origin.service(SERVICE, source.arn(region.partition().id())));
    } catch (AwsException e) {
      if (!e.clientFault()) {
        throw e; // tried again
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "The access log of bucket {0} cannot be delivered to bucket {1}: {2}",
          source.name(),
          batch.logging.targetBucket(),
          e.getMessage());
    }
  }

  private static Instant timeOf(Table.Row<Line> row, Bucket bucket) {
    return row.key().without(bucket.objects()).reader().nextInstant();
  }

  /** Removes what was delivered, and plans the next delivery if there is more by now. */
  private void finish(Timer timer, Batch batch) {
    s3.world()
        .store()
        .write(
            transaction -> {
              for (Table.Row<Line> row : batch.lines) {
                lines.delete(transaction, row.key());
              }
              // The timer is removed here, lest a line that comes now relies on it.
              s3.world().timers().cancel(transaction, KIND, timer.id());
              if (lines.first(transaction, batch.bucket.objects()) != null) {
                s3.world()
                    .timers()
                    .schedule(
                        transaction,
                        KIND,
                        timer.id(),
                        s3.world().clock().now().plus(DELAY),
                        timer.payload());
              }
              return null;
            });
  }
}
