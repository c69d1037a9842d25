package io.nephele.stores.postgres;

import io.nephele.core.store.LockKey;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has transactions that would conflict for certain run one after another on all nodes, by advisory
 * locks of the database. A lock is taken before its transaction begins, since a transaction that
 * waits for it inside would go on with what it saw before. Only a means against waste: who does not
 * get the lock in time goes on without it.
 */
final class Turns {
  /** For so many transactions nobody asks, once somebody has waited in vain. */
  private static final int PAUSE = 2_000;

  /** Conflicts after which a transaction has its turn alone. */
  private static final int PATIENCE = 8;

  private final AtomicInteger pause = new AtomicInteger();

  /** Whether other nodes use the database too. */
  private volatile boolean company;

  private volatile boolean known = true;

  void expectOthers(boolean others) {
    company = others;
  }

  /**
   * A turn to take.
   *
   * @param lock stands for what is contended
   * @param alone whether all others are to wait who take turns at anything
   */
  record Turn(long lock, boolean alone) {}

  /**
   * The turn at what a hint names; null if none is to be taken.
   *
   * @param conflicts how often the transaction has failed; one that keeps losing to quicker ones,
   *     even at other things that happen to lie beside its own, has its turn alone
   */
  Turn of(LockKey hint, int conflicts) {
    if (hint == null || !company || !known) {
      return null;
    }
    if (pause.get() > 0) {
      pause.decrementAndGet();
      return null;
    }
    long hash = 0;
    for (byte each : hint.key().encoded()) {
      hash = hash * 0x100000001B3L + each;
    }
    return new Turn(hash, conflicts >= PATIENCE);
  }

  /** Takes a lock; returns whether it was got. */
  boolean take(Session session, Turn turn) throws SQLException {
    try {
      session.lock(turn);
      return true;
    } catch (SQLException e) {
      if (SqlStates.isLockTimeout(e)) {
        session.unlock(); // it may have got the first of two
        pause.set(PAUSE); // whoever holds it may be a node that has stopped in the middle
        return false;
      }
      if (SqlStates.isUndefinedFunction(e)) {
        known = false; // another database, which has no such locks
        return false;
      }
      throw e;
    }
  }
}
