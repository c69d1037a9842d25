package io.nephele.stores.rocks;

import io.nephele.core.store.Engine;

/**
 * A database with what is known of it in memory: its latest state, its last durable one, and what
 * makes reading it quick. Made anew whenever the database is opened.
 */
final class OpenedDatabase {
  private final RocksDatabase database;
  private final RecentValues values = new RecentValues();
  private final EmptyStretches empty = new EmptyStretches();
  private volatile RocksState latest;

  /** The last state that is on the disk. */
  private volatile RocksState durable;

  /** What is found there when it is opened is durable. */
  OpenedDatabase(RocksDatabase database, long number) {
    this.database = database;
    this.latest = database.state(number);
    latest.acquire();
    this.durable = latest;
  }

  RocksDatabase database() {
    return database;
  }

  RecentValues values() {
    return values;
  }

  EmptyStretches empty() {
    return empty;
  }

  /** The latest state, not held. */
  RocksState latest() {
    return latest;
  }

  /** The last durable state, not held. */
  RocksState durable() {
    return durable;
  }

  /** What was written leads to this state. */
  void latest(RocksState next) {
    RocksState before = latest;
    latest = next;
    before.release();
  }

  /** This state is durable; it is held for that. */
  void durable(RocksState next) {
    RocksState before = durable;
    durable = next;
    before.release();
  }

  /** Reads a state that is held for the reader. */
  Engine.Snapshot snapshot(RocksState held) {
    return new RocksSnapshot(database.db(), held, values, empty);
  }

  /** Whether nobody reads but whoever opened it. */
  boolean isUnused() {
    RocksState a = latest;
    RocksState b = durable;
    return a == b
        ? database.states() == 1 && a.holders() == 2
        : database.states() == 2 && a.holders() == 1 && b.holders() == 1;
  }

  /** Lets go of its states: it is not to be read any more. */
  void release() {
    latest.release();
    durable.release();
  }
}
