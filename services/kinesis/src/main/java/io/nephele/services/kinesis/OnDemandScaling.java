package io.nephele.services.kinesis;

import java.util.List;

/**
 * Gives on-demand streams more shards when more is put into them: enough for twice the most that
 * was put, or tried to be, in a second; at most twice as many at a time, and then not again for 15
 * minutes. Shards are not taken away again.
 */
final class OnDemandScaling {
  private static final long PAUSE_MILLIS = 15 * 60_000;
  private static final int MOST_SHARDS = 200;

  private final KinesisWorld kinesis;
  private final Changes changes;

  OnDemandScaling(KinesisWorld kinesis, Changes changes) {
    this.kinesis = kinesis;
    this.changes = changes;
  }

  /** Notes what was put, and what shards refused. Not inside a transaction. */
  void observe(Stream stream, List<Draft> drafts) {
    if (!stream.isOnDemand()) {
      return;
    }
    long bytes = 0;
    for (int i = 0; i < drafts.size(); i++) {
      bytes += drafts.get(i).size();
    }
    LiveStream live = kinesis.live(stream);
    long now = kinesis.now();
    int wanted = live.demand().shardsFor(drafts.size(), bytes, now);
    if (wanted <= live.openShards() || !live.demand().mayScale(now, PAUSE_MILLIS)) {
      return;
    }
    boolean settled =
        kinesis.write(
            stream.address(),
            (transaction, current) -> {
              if (!current.status().equals(Stream.ACTIVE)) {
                return false;
              }
              int open = kinesis.table().openShards(transaction, current).size();
              int most = Math.max(MOST_SHARDS, current.warmMibps());
              int target = Math.min(Math.min(wanted, 2 * open), most);
              if (current.isOnDemand() && target > open) {
                changes.begin(transaction, current, StreamChange.count(target));
              }
              return true;
            });
    if (settled) {
      live.demand().scaled(now);
    }
  }
}
