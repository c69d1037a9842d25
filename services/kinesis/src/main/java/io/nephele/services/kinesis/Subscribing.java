package io.nephele.services.kinesis;

import io.nephele.api.kinesis.SubscribeToShardInput;
import io.nephele.api.kinesis.SubscribeToShardOutput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;

/** Has the records of shards pushed to consumers. */
final class Subscribing {
  /** For so long after a call no other one may take its place. */
  private static final long PROTECTED_MILLIS = 5000;

  private final KinesisWorld kinesis;
  private final ConsumerTable consumers;
  private final Resources resources;
  private final ShardReader reader;
  private final StartingPositions positions;

  Subscribing(
      KinesisWorld kinesis,
      ConsumerTable consumers,
      Resources resources,
      ShardReader reader,
      StartingPositions positions) {
    this.kinesis = kinesis;
    this.consumers = consumers;
    this.resources = resources;
    this.reader = reader;
    this.positions = positions;
  }

  /** What was found when a subscription began. */
  private record Begun(Stream stream, Shard shard, long position, Subscription subscription) {}

  SubscribeToShardOutput subscribe(SubscribeToShardInput in, Call call) {
    String name = Resources.consumerName(in.consumerARN());
    String id = kinesis.world().ids().uuid().toString();
    Begun begun = kinesis.world().store().write(transaction -> begin(transaction, in, id, call));
    LiveStream live = kinesis.live(begun.stream);
    boolean success = begun.subscription != null;
    live.metrics().subscribed(name, success);
    if (!success) {
      throw KinesisErrors.inUse(another(begun.stream, begun.shard, name));
    }
    LiveShard liveShard = kinesis.read(from -> live.shard(from, begun.stream, begun.shard));
    // Whoever was subscribed until now is to see that he is no longer.
    liveShard.readers().wakeAll();
    PushedEvents events =
        new PushedEvents(
            kinesis,
            consumers,
            reader,
            liveShard,
            new PushedEvents.Of(
                begun.stream, begun.shard, name, begun.subscription, begun.position, call));
    return new SubscribeToShardOutput().eventStream(events);
  }

  private Begun begin(Transaction transaction, SubscribeToShardInput in, String id, Call call) {
    Resources.Found found = resources.require(transaction, in.consumerARN(), call);
    Stream stream = found.stream();
    Consumer consumer = found.consumer();
    if (consumer == null) {
      throw KinesisErrors.invalid("Invalid ARN: " + in.consumerARN());
    }
    if (!stream.isUsable() || !consumer.status().equals(Stream.ACTIVE)) {
      throw KinesisErrors.inUse(
          "Consumer " + in.consumerARN() + " is not ACTIVE, instead in state " + consumer.status());
    }
    Shard shard = reader.require(transaction, stream, Shard.number(in.shardId()), in.shardId());
    long position =
        positions.find(
            transaction,
            stream,
            shard,
            in.startingPosition().type(),
            in.startingPosition().sequenceNumber(),
            in.startingPosition().timestamp(),
            "SubscribeToShard");
    long now = kinesis.now();
    Subscription last =
        consumers.subscription(transaction, stream, consumer.name(), shard.number());
    if (last != null && now - last.begunAt() < PROTECTED_MILLIS) {
      return new Begun(stream, shard, position, null);
    }
    Subscription made = new Subscription(id, now);
    consumers.put(transaction, stream, consumer.name(), shard.number(), made);
    return new Begun(stream, shard, position, made);
  }

  /** What says that a consumer is subscribed to a shard already. */
  static String another(Stream stream, Shard shard, String consumer) {
    return "Another active subscription exists for this consumer: "
        + stream.accountId()
        + ":"
        + stream.name()
        + ":"
        + shard.id()
        + ":"
        + consumer;
  }
}
