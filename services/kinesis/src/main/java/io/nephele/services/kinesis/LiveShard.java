package io.nephele.services.kinesis;

import io.nephele.core.time.Waiters;
import java.util.ArrayDeque;

/**
 * What of a shard is in memory only: its rates, and the positions of the records that are being
 * put. Those that put records at the same time do not wait for one another, so a record may be
 * there before one with a lesser position is; readers read only up to the first that is still being
 * put, and so never miss one.
 */
final class LiveShard {
  private final ShardRates rates = new ShardRates();
  private final ArrayDeque<Reservation> inFlight = new ArrayDeque<>();
  private final Waiters readers;
  private long last;

  /** Positions of records that one call puts into a shard. */
  static final class Reservation {
    private long first = -1;
    private boolean done;
  }

  /**
   * @param last the greatest position that was ever given, or the shard's first
   * @param readers those who wait for records, on all nodes
   */
  LiveShard(long last, Waiters readers) {
    this.last = last;
    this.readers = readers;
  }

  Waiters readers() {
    return readers;
  }

  ShardRates rates() {
    return rates;
  }

  /** Gives the position of a further record of a call that arrives now. */
  synchronized long reserve(Reservation reservation, long now) {
    last = Math.max(last + 1, Shard.firstPosition(now));
    if (reservation.first < 0) {
      reservation.first = last;
      inFlight.addLast(reservation);
    }
    return last;
  }

  /** Says that the records of a call are there, or never will be. */
  synchronized void release(Reservation reservation) {
    reservation.done = true;
    while (!inFlight.isEmpty() && inFlight.peekFirst().done) {
      inFlight.removeFirst();
    }
  }

  /**
   * The position before which no record will come any more. A state of the store that is read after
   * this holds all records before it.
   */
  synchronized long settled() {
    return inFlight.isEmpty() ? last + 1 : inFlight.peekFirst().first;
  }
}
