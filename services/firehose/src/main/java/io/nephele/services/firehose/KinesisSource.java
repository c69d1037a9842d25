package io.nephele.services.firehose;

import io.nephele.api.kinesis.GetRecordsInput;
import io.nephele.api.kinesis.GetRecordsOutput;
import io.nephele.api.kinesis.GetShardIteratorInput;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.kinesis.ListShardsInput;
import io.nephele.api.kinesis.ListShardsOutput;
import io.nephele.api.kinesis.Record;
import io.nephele.api.kinesis.Shard;
import io.nephele.core.arn.Arn;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.wakeups.Wakeups;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the Kinesis streams that are sources. Records and the place up to which they were read go
 * to the store in one transaction, so that each becomes a waiting record once. When there are no
 * more, the next record that is put wakes this.
 */
final class KinesisSource {
  static final String TIMER = "firehose.polls";
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final int MOST_RECORDS = 10_000;
  private static final int MOST_BATCHES = 20;

  private final FirehoseWorld firehose;
  private final Buffers buffers;
  private final Wakeups wakeups;
  private final Table<Checkpoint> checkpoints = Table.of("firehose.checkpoints", Checkpoint.class);

  KinesisSource(FirehoseWorld firehose, Buffers buffers) {
    this.firehose = firehose;
    this.buffers = buffers;
    this.wakeups = new Wakeups(firehose.world(), "kinesis");
  }

  /**
   * How far a shard was read.
   *
   * @param sequenceNumber of the last record
   * @param ended whether there will be no more
   */
  record Checkpoint(String sequenceNumber, boolean ended) {}

  /** Begins to read the source of a stream, if it has one. */
  void start(Transaction transaction, DeliveryStream stream) {
    if (stream.source() != null) {
      schedule(transaction, stream.key(), SOON);
    }
  }

  /** Ends reading. */
  void stop(Transaction transaction, DeliveryStream stream) {
    if (stream.source() != null) {
      firehose.world().timers().cancel(transaction, TIMER, stream.key());
      wakeups.disarm(transaction, stream.source().streamArn(), TIMER, stream.key());
      checkpoints.deletePrefix(transaction, stream.key());
    }
  }

  private void schedule(Transaction transaction, Key stream, Duration wait) {
    Instant due = firehose.world().clock().now().plus(wait);
    firehose.world().timers().schedule(transaction, TIMER, stream, due, Bytes.EMPTY);
  }

  /** Reads what is new. */
  void poll(Timer timer) {
    DeliveryStream stream =
        firehose.world().store().read(reader -> firehose.streams().get(reader, timer.id()));
    if (stream == null) {
      return;
    }
    Duration wait;
    try {
      if (!read(stream)) {
        arm(stream);
        if (!read(stream)) {
          return;
        }
      }
      wait = SOON;
    } catch (AwsException e) {
      firehose.count(stream, "DataReadFromKinesisStream.Errors", "Count", 1);
      wait = LATER;
    }
    Duration after = wait;
    firehose
        .world()
        .store()
        .write(
            new LockKey(stream.key()),
            transaction -> {
              if (firehose.streams().contains(transaction, stream.key())) {
                schedule(transaction, stream.key(), after);
              }
              return null;
            });
  }

  /** Has the next record that arrives at the source wake this. */
  private void arm(DeliveryStream stream) {
    firehose
        .world()
        .store()
        .write(
            new LockKey(stream.key()),
            transaction -> {
              if (firehose.streams().contains(transaction, stream.key())) {
                wakeups.arm(transaction, stream.source().streamArn(), TIMER, stream.key(), SOON);
              }
              return null;
            });
  }

  private boolean read(DeliveryStream stream) {
    Principal principal = firehose.assume(stream.source().roleArn(), stream);
    Region region = Regions.find(Arn.parse(stream.source().streamArn()).region());
    boolean any = false;
    for (Shard shard : shards(stream, principal, region)) {
      any |= read(stream, shard.shardId(), principal, region);
    }
    return any;
  }

  private List<Shard> shards(DeliveryStream stream, Principal principal, Region region) {
    List<Shard> shards = new ArrayList<>();
    ListShardsInput request = new ListShardsInput().streamARN(stream.source().streamArn());
    while (true) {
      ListShardsOutput page =
          firehose
              .world()
              .call(Kinesis.ListShards, request, principal, region, FirehoseWorld.origin(stream));
      shards.addAll(page.shards());
      if (page.nextToken() == null) {
        return shards;
      }
      request = new ListShardsInput().nextToken(page.nextToken());
    }
  }

  private boolean read(DeliveryStream stream, String shardId, Principal principal, Region region) {
    Key place = stream.key().with(shardId);
    Checkpoint checkpoint = firehose.world().store().read(reader -> checkpoints.get(reader, place));
    if (checkpoint != null && checkpoint.ended()) {
      return false;
    }
    GetShardIteratorInput from =
        new GetShardIteratorInput().streamARN(stream.source().streamArn()).shardId(shardId);
    if (checkpoint == null || checkpoint.sequenceNumber() == null) {
      from.shardIteratorType("AT_TIMESTAMP").timestamp(Instant.ofEpochMilli(stream.createdAt()));
    } else {
      from.shardIteratorType("AFTER_SEQUENCE_NUMBER")
          .startingSequenceNumber(checkpoint.sequenceNumber());
    }
    String iterator =
        firehose
            .world()
            .call(Kinesis.GetShardIterator, from, principal, region, FirehoseWorld.origin(stream))
            .shardIterator();
    boolean any = false;
    String last = checkpoint == null ? null : checkpoint.sequenceNumber();
    for (int i = 0; i < MOST_BATCHES && iterator != null; i++) {
      GetRecordsOutput batch =
          firehose
              .world()
              .call(
                  Kinesis.GetRecords,
                  new GetRecordsInput().shardIterator(iterator).limit(MOST_RECORDS),
                  principal,
                  region,
                  FirehoseWorld.origin(stream));
      iterator = batch.nextShardIterator();
      if (!batch.records().isEmpty()) {
        last = batch.records().getLast().sequenceNumber();
        any = true;
      }
      if (!batch.records().isEmpty() || iterator == null) {
        take(stream, place, batch.records(), new Checkpoint(last, iterator == null));
      }
      if (batch.records().isEmpty()
          && (batch.millisBehindLatest() == null || batch.millisBehindLatest() == 0)) {
        break;
      }
    }
    return any;
  }

  private void take(DeliveryStream stream, Key place, List<Record> records, Checkpoint checkpoint) {
    List<WaitingRecord> waiting = new ArrayList<>(records.size());
    long bytes = 0;
    for (Record record : records) {
      waiting.add(
          new WaitingRecord(
              record.data(), record.approximateArrivalTimestamp().toEpochMilli(), null));
      bytes += record.data().length();
    }
    Buffers.Hints hints = Delivery.hints(stream);
    firehose
        .world()
        .store()
        .write(
            new LockKey(stream.key()),
            transaction -> {
              if (firehose.streams().contains(transaction, stream.key())) {
                buffers.add(transaction, stream, waiting, hints);
                checkpoints.put(transaction, place, checkpoint);
              }
              return null;
            });
    if (!records.isEmpty()) {
      firehose.count(stream, "DataReadFromKinesisStream.Records", "Count", records.size());
      firehose.count(stream, "DataReadFromKinesisStream.Bytes", "Bytes", bytes);
    }
  }
}
