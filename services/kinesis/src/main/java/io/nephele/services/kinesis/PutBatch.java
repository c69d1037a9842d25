package io.nephele.services.kinesis;

import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Waiters;
import io.nephele.model.Bytes;
import java.util.IdentityHashMap;
import java.util.List;

/** Records that are put into a stream by one call, in one transaction. For one thread. */
final class PutBatch {
  private final KinesisWorld kinesis;
  private final Expiry expiry;
  private final StreamAddress address;
  private final List<Draft> drafts;
  private final IdentityHashMap<LiveShard, Into> shards = new IdentityHashMap<>(4);
  private Stream stream;

  /** What is put into one shard. */
  private static final class Into {
    private final Shard shard;
    private final LiveShard live;
    private final Key key;
    private final LiveShard.Reservation reservation = new LiveShard.Reservation();
    private long last = -1;

    Into(Shard shard, LiveShard live, Key key) {
      this.shard = shard;
      this.live = live;
      this.key = key;
    }
  }

  PutBatch(KinesisWorld kinesis, Expiry expiry, StreamAddress address, List<Draft> drafts) {
    this.kinesis = kinesis;
    this.expiry = expiry;
    this.address = address;
    this.drafts = drafts;
  }

  /**
   * Puts the records that their shards take.
   *
   * @param sealed their data as they are stored, in the same order
   * @param seen the stream as it was when the data were sealed
   * @return the stream; null if it is encrypted otherwise by now
   */
  Stream put(List<Bytes> sealed, long dataKey, Stream seen) {
    try {
      Boolean done =
          kinesis.world().store().write(transaction -> tryPut(transaction, sealed, dataKey, seen));
      return done ? stream : null;
    } finally {
      release();
      wake();
    }
  }

  private boolean tryPut(Transaction transaction, List<Bytes> sealed, long dataKey, Stream seen) {
    release();
    shards.clear();
    stream = kinesis.table().require(transaction, address);
    if (!stream.isUsable()) {
      throw KinesisErrors.streamNotFound(address);
    }
    if (stream.number() != seen.number()
        || !stream.encryption().equals(seen.encryption())
        || (stream.isEncrypted() && !stream.keyId().equals(seen.keyId()))) {
      return false;
    }
    long now = kinesis.now();
    LiveStream live = kinesis.live(stream);
    LiveStream.Layout layout = live.layout(transaction, stream);
    boolean any = false;
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      Shard shard = layout.of(draft.hash());
      LiveShard liveShard = live.shard(transaction, stream, shard);
      if (draft.admit(shard, liveShard, now)) {
        any = true;
        Into into = into(shard, liveShard);
        long position = position(transaction, into, now);
        draft.place(position);
        kinesis
            .table()
            .put(
                transaction,
                into.key,
                position,
                new StoredRecord(draft.partitionKey(), sealed.get(i), dataKey));
      }
    }
    if (any) {
      expiry.expect(transaction, stream, live, now);
      kinesis.wakeups().arrived(transaction, stream.arn());
    }
    return true;
  }

  private Into into(Shard shard, LiveShard live) {
    Into known = shards.get(live);
    if (known == null) {
      known = new Into(shard, live, stream.contentKey().with(shard.number()));
      shards.put(live, known);
    }
    return known;
  }

  /** Where other nodes put records too, the transaction itself says which position is free. */
  private long position(Transaction transaction, Into into, long now) {
    if (!kinesis.world().nodes().isShared()) {
      return into.live.reserve(into.reservation, now);
    }
    if (into.last < 0) {
      long known = kinesis.table().lastPosition(transaction, stream, into.shard.number());
      into.last = Math.max(known, into.shard.first());
    }
    into.last = Math.max(into.last + 1, Shard.firstPosition(now));
    return into.last;
  }

  private void release() {
    for (Into into : shards.values()) {
      into.live.release(into.reservation);
    }
  }

  private void wake() {
    boolean shared = kinesis.world().nodes().isShared();
    for (Into into : shards.values()) {
      Waiters readers = into.live.readers();
      if (shared || !readers.isEmpty()) {
        readers.wakeAll();
      }
    }
  }
}
