package io.nephele.services.cloudtrail;

import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.Sns;
import io.nephele.core.World;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.trail.CallTrail;
import io.nephele.core.trail.Delivery;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Delivers what trails took: a file a region to S3 some minutes after the first event, notices of
 * it to SNS, and the events to CloudWatch Logs. What cannot be delivered is tried again with what
 * comes after it, for a day.
 */
final class Deliveries {
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MOST_FILES = 100;
  private static final int MOST_EVENTS = 5000;
  private static final long MOST_CHARACTERS = 20_000_000;
  private static final int LOG_EVENTS = 500;
  private static final long LOG_CHARACTERS = 250_000;

  private final TrailStore trails;
  private final World world;
  private final Destinations destinations;
  private final Digests digests;

  Deliveries(TrailStore trails, Destinations destinations, Digests digests) {
    this.trails = trails;
    this.world = trails.world();
    this.destinations = destinations;
    this.digests = digests;
  }

  /** A region's events that go into one file. */
  private record Batch(String region, List<Key> keys, List<Delivery> events) {}

  void onTimer(Timer timer) {
    TrailRecord trail = world.store().read(reader -> trails.get(reader, timer.id()));
    if (trail == null) {
      return;
    }
    // What is left then, or comes meanwhile, is for the next time.
    for (int i = 0; i < MOST_FILES; i++) {
      Batch batch = world.store().read(reader -> batch(reader, trail.key()));
      if (batch == null || !deliver(trail, batch)) {
        break;
      }
    }
    world.store().write(transaction -> finish(transaction, trail.key()));
  }

  private Batch batch(Reader reader, Key trail) {
    Batch batch = null;
    long characters = 0;
    for (Table.Row<Delivery> row : world.trail().tables().outbox().scan(reader, trail)) {
      Delivery event = row.value();
      if (batch == null) {
        batch = new Batch(event.region(), new ArrayList<>(), new ArrayList<>());
      } else if (!batch.region.equals(event.region())
          || batch.keys.size() == MOST_EVENTS
          || characters > MOST_CHARACTERS) {
        break;
      }
      characters += event.json().length();
      batch.keys.add(row.key());
      batch.events.add(event);
    }
    return batch;
  }

  private boolean deliver(TrailRecord trail, Batch batch) {
    long now = world.clock().millis();
    String key =
        LogFiles.folder(trail, "CloudTrail")
            + LogFiles.day(batch.region, now)
            + trail.account()
            + "_CloudTrail_"
            + batch.region
            + "_"
            + LogFiles.time(now, false)
            + "_"
            + world.ids().alphanumeric(16)
            + ".json.gz";
    String content = content(batch);
    try {
      LogFiles.put(destinations, trail, key, content, Map.of());
    } catch (AwsException e) {
      failed(trail, batch, now, e.code());
      return false;
    }
    String notice = notify(trail, key);
    String logs = log(trail, batch);
    world
        .store()
        .write(
            transaction -> {
              for (Key event : batch.keys) {
                world.trail().tables().outbox().delete(transaction, event);
              }
              DeliveryStatus status = trails.status(transaction, trail.key()).delivery(now, null);
              if (trail.snsTopicArn() != null) {
                status = status.notification(now, notice);
              }
              if (trail.logGroupArn() != null) {
                status = status.logs(now, logs);
              }
              trails.putStatus(transaction, trail.key(), status);
              if (trail.validation()) {
                digests.add(
                    transaction,
                    trail,
                    batch.region,
                    Digests.file(
                        trail.bucket(),
                        key,
                        content,
                        batch.events.getFirst().time(),
                        batch.events.getLast().time()));
              }
              return null;
            });
    return true;
  }

  private static String content(Batch batch) {
    StringBuilder text = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < batch.events.size(); i++) {
      text.append(i == 0 ? "" : ",").append(batch.events.get(i).json());
    }
    return text.append("]}").toString();
  }

  /** Remembers why, and lets go of what has waited too long. */
  private void failed(TrailRecord trail, Batch batch, long now, String error) {
    world
        .store()
        .write(
            transaction -> {
              for (int i = 0; i < batch.keys.size(); i++) {
                if (batch.events.get(i).time() < now - KEPT.toMillis()) {
                  world.trail().tables().outbox().delete(transaction, batch.keys.get(i));
                }
              }
              trails.putStatus(
                  transaction,
                  trail.key(),
                  trails.status(transaction, trail.key()).delivery(now, error));
              return null;
            });
  }

  private String notify(TrailRecord trail, String key) {
    if (trail.snsTopicArn() == null) {
      return null;
    }
    String message =
        JsonText.write(Map.of("s3Bucket", trail.bucket(), "s3ObjectKey", List.of(key)));
    try {
      destinations.callAs(
          trail, Sns.Publish, new PublishInput().topicArn(trail.snsTopicArn()).message(message));
      return null;
    } catch (AwsException e) {
      return e.code();
    }
  }

  private String log(TrailRecord trail, Batch batch) {
    if (trail.logGroupArn() == null) {
      return null;
    }
    try {
      destinations.createLogStream(trail, batch.region);
      List<InputLogEvent> events = new ArrayList<>();
      long characters = 0;
      for (Delivery event : batch.events) {
        if (events.size() == LOG_EVENTS || characters > LOG_CHARACTERS) {
          putLogEvents(trail, batch.region, events);
          events = new ArrayList<>();
          characters = 0;
        }
        events.add(new InputLogEvent().timestamp(event.time()).message(event.json()));
        characters += event.json().length();
      }
      putLogEvents(trail, batch.region, events);
      return null;
    } catch (AwsException e) {
      return e.code();
    }
  }

  private void putLogEvents(TrailRecord trail, String region, List<InputLogEvent> events) {
    destinations.callAsRole(
        trail,
        Logs.PutLogEvents,
        new PutLogEventsRequest()
            .logGroupName(Destinations.logGroup(trail))
            .logStreamName(Destinations.logStream(trail, region))
            .logEvents(events));
  }

  /**
   * Lets the next event have the trail deliver again: this timer goes in a transaction in which
   * nothing waits, or is set anew.
   */
  private Void finish(Transaction transaction, Key trail) {
    world.timers().cancel(transaction, CallTrail.DELIVERY, trail);
    if (world.trail().tables().outbox().first(transaction, trail) != null) {
      world
          .timers()
          .schedule(
              transaction, CallTrail.DELIVERY, trail, world.clock().now().plus(AGAIN), Bytes.EMPTY);
    }
    return null;
  }
}
