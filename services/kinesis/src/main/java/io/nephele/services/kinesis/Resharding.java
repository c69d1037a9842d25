package io.nephele.services.kinesis;

import io.nephele.core.store.Transaction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens and closes shards, in one transaction. Who puts records at the same time has read the
 * stream, and so puts them again where they belong then.
 */
final class Resharding {
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(128);

  private final KinesisWorld kinesis;

  Resharding(KinesisWorld kinesis) {
    this.kinesis = kinesis;
  }

  /** The first hash keys of so many shards of equal size. */
  static List<HashKey> uniform(int count) {
    BigInteger size = ALL.divide(BigInteger.valueOf(count));
    List<HashKey> starts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      starts.add(HashKey.of(size.multiply(BigInteger.valueOf(i))));
    }
    return starts;
  }

  /** The shards of a new stream. */
  Stream open(Transaction transaction, Stream stream, int count) {
    List<HashKey> starts = uniform(count);
    for (int i = 0; i < count; i++) {
      HashKey end = i + 1 == count ? HashKey.HIGHEST : starts.get(i + 1).before();
      Shard shard =
          new Shard(
              i,
              starts.get(i),
              end,
              -1,
              -1,
              stream.createdAt(),
              stream.createdAt() / 1000,
              Shard.firstPosition(stream.createdAt()),
              -1,
              0);
      kinesis.table().put(transaction, stream, shard);
    }
    return stream.edit().nextShard(count).layout(stream.layout() + 1).done();
  }

  /** Splits a shard; the second child begins with that hash key. */
  Stream split(Transaction transaction, Stream stream, long number, HashKey at) {
    Change change = new Change(transaction, stream);
    change.split(kinesis.table().shard(transaction, stream, number), at);
    return change.done();
  }

  /** Merges two adjacent shards. */
  Stream merge(Transaction transaction, Stream stream, long number, long adjacent) {
    Change change = new Change(transaction, stream);
    change.merge(
        kinesis.table().shard(transaction, stream, number),
        kinesis.table().shard(transaction, stream, adjacent));
    return change.done();
  }

  /**
   * Brings a stream to so many shards of equal size: splits its shards wherever one of those is to
   * begin, then merges what belongs together. A shard has at most two parents, so there are shards
   * on the way that are closed as soon as they are open.
   */
  Stream count(Transaction transaction, Stream stream, int count) {
    Change change = new Change(transaction, stream);
    List<HashKey> starts = uniform(count);
    List<Shard> pieces = new ArrayList<>();
    int next = 1;
    for (Shard open : kinesis.table().openShards(transaction, stream)) {
      Shard rest = open;
      while (next < count && starts.get(next).compareTo(rest.end()) <= 0) {
        HashKey at = starts.get(next++);
        if (!at.equals(rest.start())) {
          List<Shard> halves = change.split(rest, at);
          pieces.add(halves.getFirst());
          rest = halves.getLast();
        }
      }
      pieces.add(rest);
    }
    Shard whole = null;
    int index = 0;
    for (Shard piece : pieces) {
      boolean begins = index < count && piece.start().equals(starts.get(index));
      index += begins ? 1 : 0;
      whole = begins || whole == null ? piece : change.merge(whole, piece);
    }
    return change.done();
  }

  /** Changes of the shards of one stream in one transaction. */
  private final class Change {
    private final Transaction transaction;
    private final Stream stream;
    private final long now = kinesis.now();
    private long nextShard;

    Change(Transaction transaction, Stream stream) {
      this.transaction = transaction;
      this.stream = stream;
      this.nextShard = stream.nextShard();
    }

    Stream done() {
      return stream.edit().nextShard(nextShard).layout(stream.layout() + 1).done();
    }

    List<Shard> split(Shard parent, HashKey at) {
      Shard closed = close(parent);
      return List.of(
          open(parent.start(), at.before(), closed, null), open(at, parent.end(), closed, null));
    }

    Shard merge(Shard parent, Shard adjacent) {
      boolean first = parent.start().compareTo(adjacent.start()) < 0;
      HashKey start = first ? parent.start() : adjacent.start();
      HashKey end = first ? adjacent.end() : parent.end();
      return open(start, end, close(parent), close(adjacent));
    }

    private Shard close(Shard shard) {
      // Reading the end of the shard makes this run again if a record comes meanwhile.
      long last = kinesis.table().lastPosition(transaction, stream, shard.number());
      long end = Math.max(Math.max(last, shard.first()) + 1, Shard.firstPosition(now));
      Shard closed = shard.closed(end, now);
      kinesis.table().put(transaction, stream, closed);
      return closed;
    }

    private Shard open(HashKey start, HashKey end, Shard parent, Shard adjacent) {
      long after = adjacent == null ? parent.last() : Math.max(parent.last(), adjacent.last());
      long epoch = adjacent == null ? parent.epoch() : Math.max(parent.epoch(), adjacent.epoch());
      Shard child =
          new Shard(
              nextShard++,
              start,
              end,
              parent.number(),
              adjacent == null ? -1 : adjacent.number(),
              now,
              Math.max(epoch + 1, now / 1000),
              Math.max(after + 1, Shard.firstPosition(now)),
              -1,
              0);
      kinesis.table().put(transaction, stream, child);
      return child;
    }
  }
}
