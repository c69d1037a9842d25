package io.nephele.services.dynamodb.kinesis;

import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.kinesis.PutRecordsInput;
import io.nephele.api.kinesis.PutRecordsOutput;
import io.nephele.api.kinesis.PutRecordsRequestEntry;
import io.nephele.core.World;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.KinesisDestination;
import io.nephele.services.dynamodb.tables.TableAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends changes to Kinesis data streams: written in the transactions of the changes, sent after
 * them, those of an item in their order, at least once each, and tried again for a day.
 */
public final class KinesisFeed implements ItemStore.Follower {
  private static final Logger LOG = new LazyLogger(KinesisFeed.class);
  private static final String KIND = "dynamodb.kinesis";
  private static final int MOST_RECORDS = 500;
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int MOST_RECORD_BYTES = 1024 * 1024 - 256;
  private static final long KEPT_MICROS = 24 * 3_600_000_000L;

  private static final Duration TRIED_AGAIN = Duration.ofSeconds(1);

  private static final Table<Waiting> RECORDS = Table.of("dynamodb.kinesisRecords", Waiting.class);

  private final World world;
  private final ReplicationRole role;
  private final AtomicLong lastStamp = new AtomicLong();
  private final Map<Key, ReentrantLock> sending = new ConcurrentHashMap<>();

  /**
   * A record that is to be sent.
   *
   * @param partitionKey what tells Kinesis the shard
   */
  record Waiting(String partitionKey, String json) {}

  /** Feeds the streams of a world. */
  public KinesisFeed(World world) {
    this.world = world;
    this.role = new ReplicationRole(world);
    world.timers().onWork(KIND, this::send);
  }

  @Override
  public void changed(Transaction transaction, ItemChange change) {
    for (KinesisDestination destination : change.table().destinations()) {
      long now = world.clock().millis() * 1000;
      long stamp = lastStamp.updateAndGet(last -> Math.max(last + 1, now));
      String eventId = world.ids().uuid().toString();
      String json = KinesisRecords.json(change, eventId, stamp, destination.precision());
      if (json.getBytes(StandardCharsets.UTF_8).length > MOST_RECORD_BYTES) {
        LOG.log(Level.INFO, "{0}: a change is too long for Kinesis", change.table().arn());
        continue;
      }
      String partitionKey = Long.toHexString(change.key().partition().hashCode() & 0xFFFFFFFFL);
      Key id = place(change, destination).with(stamp).with(world.ids().nextLong());
      RECORDS.put(transaction, id, new Waiting(partitionKey, json));
      Bytes table = Bytes.utf8(change.table().arn());
      world.timers().schedule(transaction, KIND, id, world.clock().now(), table);
    }
  }

  private static Key place(ItemChange change, KinesisDestination destination) {
    return change.table().items().with(destination.streamArn());
  }

  /** Sends all that waits for a stream, which is more or less than what this timer was for. */
  private void send(Timer timer) {
    TableAddress table = TableAddress.ofArn(timer.payload().utf8());
    KeyReader parts = timer.id().reader();
    Key place = Key.of(parts.nextText()).with(parts.nextText()).with(parts.nextLong());
    String streamArn = parts.nextText();
    place = place.with(streamArn);
    ReentrantLock lock = sending.computeIfAbsent(place, key -> new ReentrantLock());
    lock.lock();
    try {
      RuntimeException failure = null;
      for (List<Table.Row<Waiting>> waiting = next(place);
          failure == null && !waiting.isEmpty();
          waiting = next(place)) {
        failure = send(table, waiting, streamArn);
      }
      if (failure != null && isToTryAgain(timer, place)) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sees to it that the timer of the first record that waits, and only that one, tries again:
   * whether that is this one.
   */
  private boolean isToTryAgain(Timer timer, Key place) {
    return world
        .store()
        .write(
            transaction -> {
              Table.Rows<Waiting> rows = RECORDS.scan(transaction, place);
              Key first = rows.hasNext() ? rows.next().key() : null;
              if (first == null || first.equals(timer.id())) {
                return first != null;
              }
              if (world.timers().due(transaction, KIND, first) == null) {
                Instant due = world.clock().now().plus(TRIED_AGAIN);
                world.timers().schedule(transaction, KIND, first, due, timer.payload());
              }
              return false;
            });
  }

  /** Sends records; returns why not all of them could be sent, or null. */
  private RuntimeException send(
      TableAddress table, List<Table.Row<Waiting>> waiting, String streamArn) {
    List<PutRecordsRequestEntry> entries = new ArrayList<>(waiting.size());
    for (Table.Row<Waiting> row : waiting) {
      entries.add(
          new PutRecordsRequestEntry()
              .partitionKey(row.value().partitionKey())
              .data(Bytes.utf8(row.value().json())));
    }
    Region region = Regions.find(table.region());
    List<Key> done = new ArrayList<>();
    RuntimeException failure = null;
    try {
      PutRecordsOutput answer =
          world.call(
              Kinesis.PutRecords,
              new PutRecordsInput().streamARN(streamArn).records(entries),
              role.session(table, region),
              region);
      for (int i = 0; i < waiting.size(); i++) {
        if (answer.records().get(i).errorCode() == null) {
          done.add(waiting.get(i).key());
        }
      }
      if (done.size() < waiting.size()) {
        failure = new IllegalStateException("Kinesis takes no more records for now");
      }
    } catch (AwsException e) {
      failure = e;
    }
    if (failure != null) {
      dropOld(streamArn, waiting, done, failure);
    }
    world
        .store()
        .write(
            transaction -> {
              done.forEach(key -> RECORDS.delete(transaction, key));
              return null;
            });
    return failure;
  }

  /** What is next for a stream: as much as one call takes. */
  private List<Table.Row<Waiting>> next(Key place) {
    return world
        .store()
        .read(
            reader -> {
              List<Table.Row<Waiting>> rows = new ArrayList<>();
              long bytes = 0;
              for (Table.Row<Waiting> row : RECORDS.scan(reader, place)) {
                bytes += row.value().json().length();
                if (rows.size() == MOST_RECORDS || bytes > MOST_BYTES && !rows.isEmpty()) {
                  break;
                }
                rows.add(row);
              }
              return rows;
            });
  }

  private void dropOld(
      String streamArn, List<Table.Row<Waiting>> waiting, List<Key> done, RuntimeException why) {
    long oldest = world.clock().millis() * 1000 - KEPT_MICROS;
    for (Table.Row<Waiting> row : waiting) {
      KeyReader parts = row.key().reader();
      parts.nextText();
      parts.nextText();
      parts.nextLong();
      parts.nextText();
      if (parts.nextLong() < oldest && !done.contains(row.key())) {
        done.add(row.key());
        LOG.log(Level.INFO, "{0} took no record for a day: {1}", streamArn, why.getMessage());
      }
    }
  }
}
