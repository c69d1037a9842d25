package io.nephele.services.kinesis;

import io.nephele.api.kinesis.SubscribeToShardEvent;
import io.nephele.api.kinesis.SubscribeToShardEventStream;
import io.nephele.core.call.Call;
import io.nephele.core.time.Signal;
import io.nephele.core.time.Waiters;
import io.nephele.model.EventStream;
import io.nephele.model.Struct;
import java.time.Instant;

/**
 * The events of one subscription: records as they come, for five minutes of the world's clock, and
 * every five seconds one without records that says where the reader is. Read by one thread.
 */
final class PushedEvents implements EventStream {
  private static final long LIFE_MILLIS = 300_000;
  private static final long HEARTBEAT_MILLIS = 5000;
  private static final int MOST_RECORDS = 10_000;
  private static final long MOST_BYTES = 1L << 20;

  private final KinesisWorld kinesis;
  private final ConsumerTable consumers;
  private final ShardReader reader;
  private final LiveShard live;
  private final Waiters readers;
  private final Of of;

  /** A subscription has a throughput of its own. */
  private final ShardRates rates = new ShardRates();

  private long position;
  private long sentAt;
  private boolean ended;
  private volatile boolean closed;

  /** Who is sent what. */
  record Of(
      Stream stream,
      Shard shard,
      String consumer,
      Subscription subscription,
      long position,
      Call call) {}

  PushedEvents(
      KinesisWorld kinesis, ConsumerTable consumers, ShardReader reader, LiveShard live, Of of) {
    this.kinesis = kinesis;
    this.consumers = consumers;
    this.reader = reader;
    this.live = live;
    this.readers = live.readers();
    this.of = of;
    this.position = of.position;
    // The first event says where the reader is, if there are no records.
    this.sentAt = of.subscription.begunAt() - HEARTBEAT_MILLIS;
  }

  @Override
  public Struct next() {
    long deadline = of.subscription.begunAt() + LIFE_MILLIS;
    Signal signal = readers.enter();
    try {
      while (!ended && !closed) {
        long now = kinesis.now();
        if (now >= deadline || kinesis.world().waits().ended()) {
          return null;
        }
        checkSubscription();
        boolean may = rates.mayGive(now);
        if (may) {
          ShardReader.Page page =
              reader.read(
                  of.stream, of.shard.number(), live, position, MOST_RECORDS, MOST_BYTES, of.call);
          if (page == null) {
            throw KinesisErrors.streamNotFound(of.stream.address());
          }
          boolean says = !page.records().isEmpty() || page.isEnd();
          if (says || now - sentAt >= HEARTBEAT_MILLIS) {
            return event(page, now);
          }
          position = page.next();
        }
        long until = may ? sentAt + HEARTBEAT_MILLIS : (now / 1000 + 1) * 1000;
        Instant wake = Instant.ofEpochMilli(Math.min(until, deadline));
        if (kinesis.world().waits().await(signal, 0, wake)) {
          signal = readers.enter();
        }
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      readers.leave(signal, false);
    }
  }

  private Struct event(ShardReader.Page page, long now) {
    position = page.next();
    sentAt = now;
    rates.gaveOut(page.bytes(), now);
    ended = page.isEnd();
    long reached = Math.max(position - 1, of.shard.first());
    kinesis
        .live(page.stream())
        .metrics()
        .pushed(of.consumer, page.records().size(), page.bytes(), page.behindMillis());
    SubscribeToShardEvent event =
        new SubscribeToShardEvent()
            .records(page.records())
            // None at the end of a shard, by which clients know it.
            .continuationSequenceNumber(ended ? null : SequenceNumber.of(of.shard, reached))
            .millisBehindLatest(page.behindMillis())
            .childShards(ended ? page.children() : null);
    return new SubscribeToShardEventStream().subscribeToShardEvent(event).struct();
  }

  /** Ends with an error if another one has taken its place, or the consumer is gone. */
  private void checkSubscription() {
    Subscription latest =
        kinesis.read(
            from -> consumers.subscription(from, of.stream, of.consumer, of.shard.number()));
    if (latest == null) {
      throw KinesisErrors.resourceNotFound(of.stream.arn() + "/consumer/" + of.consumer);
    }
    if (!latest.id().equals(of.subscription.id())) {
      throw KinesisErrors.inUse(Subscribing.another(of.stream, of.shard, of.consumer));
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
