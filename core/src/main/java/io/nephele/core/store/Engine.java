package io.nephele.core.store;

/**
 * What {@link OptimisticStore} needs of a storage engine: consistent snapshots that cost next to
 * nothing, and batches applied at once. Transactions, conflicts and retries are not its concern.
 */
public interface Engine extends AutoCloseable {
  /**
   * The state after the last batch that was completely applied. Called from any thread at any time.
   */
  Snapshot snapshot();

  /**
   * Applies a batch: later snapshots see all of it, earlier ones nothing, and a crash keeps all or
   * nothing. Never called by two threads at once.
   */
  void apply(Batch batch);

  /** Returns when all applied batches are durable. May be called while a batch is applied. */
  void flush();

  /** Saves everything and closes. */
  @Override
  void close();

  /** One state of the engine; used by one thread. */
  interface Snapshot extends AutoCloseable {
    /** The value under an encoded key, or null. */
    byte[] get(byte[] key);

    /** The entries of a range. */
    Cursor scan(KeyRange range, Direction direction);

    @Override
    void close();
  }

  /** A place in a snapshot, before the first entry at first. Ends with its snapshot. */
  interface Cursor {
    /** Goes to the next entry; false if there is none. */
    boolean next();

    /** The key at this place. */
    byte[] key();

    /** The value at this place. */
    byte[] value();
  }
}
