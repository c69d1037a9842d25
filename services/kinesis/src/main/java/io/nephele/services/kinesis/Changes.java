package io.nephele.services.kinesis;

import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.List;

/** What is done to streams takes a moment of the world's clock, in which they are not ACTIVE. */
final class Changes {
  static final String TIMER = "kinesis.changes";

  /** How long a change takes, in milliseconds. */
  static final long DURATION_MILLIS = 500;

  private final KinesisWorld kinesis;
  private final Resharding resharding;
  private final Expiry expiry;
  private final StreamKeys keys;
  private final ConsumerTable consumers;

  Changes(
      KinesisWorld kinesis,
      Resharding resharding,
      Expiry expiry,
      StreamKeys keys,
      ConsumerTable consumers) {
    this.kinesis = kinesis;
    this.resharding = resharding;
    this.expiry = expiry;
    this.keys = keys;
    this.consumers = consumers;
  }

  /** Begins a change; the stream is stored as it is meanwhile. */
  Stream begin(Transaction transaction, Stream stream, StreamChange change) {
    String status =
        switch (change.kind()) {
          case CREATE -> Stream.CREATING;
          case DELETE -> Stream.DELETING;
          case SPLIT, MERGE, COUNT, SETTINGS -> Stream.UPDATING;
        };
    Stream changing = stream.edit().status(status).change(change).done();
    kinesis.table().put(transaction, changing);
    Instant due = Instant.ofEpochMilli(kinesis.now() + DURATION_MILLIS);
    kinesis.world().timers().schedule(transaction, TIMER, stream.address().key(), due, Bytes.EMPTY);
    return changing;
  }

  void onTimer(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    StreamAddress address = new StreamAddress(parts.nextText(), parts.nextText(), parts.nextText());
    Stream stream = kinesis.table().find(transaction, address);
    if (stream == null || stream.change() == null) {
      return;
    }
    StreamChange change = stream.change();
    if (change.kind() == StreamChange.Kind.DELETE) {
      delete(transaction, stream);
      return;
    }
    Stream active = stream.edit().status(Stream.ACTIVE).change(null).done();
    Stream done =
        switch (change.kind()) {
          case CREATE -> resharding.open(transaction, active, change.count());
          case SPLIT -> resharding.split(transaction, active, change.shard(), change.at());
          case MERGE -> resharding.merge(transaction, active, change.shard(), change.adjacent());
          case COUNT -> resharding.count(transaction, active, change.count());
          case SETTINGS, DELETE -> active;
        };
    kinesis.table().put(transaction, done);
    if (done.layout() != stream.layout()) {
      LiveStream live = kinesis.live(done);
      expiry.expect(transaction, done, live, kinesis.now());
      List<Shard> shards = kinesis.table().shards(transaction, done);
      transaction.afterCommit(() -> live.wake(shards));
    }
  }

  private void delete(Transaction transaction, Stream stream) {
    LiveStream live = kinesis.live(stream);
    List<Shard> shards = kinesis.table().shards(transaction, stream);
    kinesis.table().remove(transaction, stream);
    keys.remove(transaction, stream);
    consumers.removeAll(transaction, stream);
    expiry.cancel(transaction, stream);
    transaction.afterCommit(
        () -> {
          kinesis.forget(stream);
          live.wake(shards);
        });
  }
}
