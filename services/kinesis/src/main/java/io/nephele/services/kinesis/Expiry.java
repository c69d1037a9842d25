package io.nephele.services.kinesis;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what is past its retention: once an hour, as long as a stream has anything, in one range
 * a shard. Until then readers pass it over.
 */
final class Expiry {
  static final String TIMER = "kinesis.expiry";
  private static final long EVERY_MILLIS = 3_600_000;

  private final KinesisWorld kinesis;
  private final StreamKeys keys;

  Expiry(KinesisWorld kinesis, StreamKeys keys) {
    this.kinesis = kinesis;
    this.keys = keys;
  }

  /** Makes sure that somebody looks, as there is something that will be past its retention. */
  void expect(Transaction transaction, Stream stream, LiveStream live, long now) {
    if (live.expiryAt() > now) {
      return;
    }
    Timers timers = kinesis.world().timers();
    Key id = stream.address().key();
    Instant due = timers.due(transaction, TIMER, id);
    if (due == null) {
      due = Instant.ofEpochMilli(now + EVERY_MILLIS);
      timers.schedule(transaction, TIMER, id, due, Bytes.EMPTY);
    }
    long at = due.toEpochMilli();
    transaction.afterCommit(() -> live.expiryAt(at));
  }

  /** No longer looks, as the stream is gone. */
  void cancel(Transaction transaction, Stream stream) {
    kinesis.world().timers().cancel(transaction, TIMER, stream.address().key());
  }

  void onTimer(Transaction transaction, Timer timer) {
    StreamTable table = kinesis.table();
    KeyReader parts = timer.id().reader();
    Stream stream =
        table.find(
            transaction, new StreamAddress(parts.nextText(), parts.nextText(), parts.nextText()));
    if (stream == null) {
      return;
    }
    long now = kinesis.now();
    long horizon = stream.horizon(now);
    boolean anything = false;
    List<Shard> gone = new ArrayList<>();
    for (Shard shard : table.shards(transaction, stream)) {
      if (!shard.isOpenAfter(horizon)) {
        gone.add(shard);
        continue;
      }
      table.removeRecords(
          transaction, stream, shard.number(), Shard.firstPosition(Math.max(0, horizon)));
      anything |= !shard.isOpen() || table.hasRecords(transaction, stream, shard.number());
    }
    for (Shard shard : gone) {
      table.remove(transaction, stream, shard);
    }
    keys.expire(transaction, stream, horizon);
    LiveStream live = kinesis.live(stream);
    transaction.afterCommit(() -> live.forget(gone));
    if (anything) {
      Instant due = Instant.ofEpochMilli(now + EVERY_MILLIS);
      kinesis.world().timers().schedule(transaction, TIMER, timer.id(), due, Bytes.EMPTY);
      transaction.afterCommit(() -> live.expiryAt(due.toEpochMilli()));
    } else {
      transaction.afterCommit(() -> live.expiryAt(0));
    }
  }
}
