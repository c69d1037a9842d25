package io.nephele.core.store;

/**
 * What {@link OptimisticStore} needs of a storage engine: consistent snapshots that cost next to
 * nothing, and batches applied at once. Transactions, conflicts and retries are not its concern.
 *
 * <p>Applied and durable are two things, so that many commits can share one write to the disk: a
 * batch is seen by transactions as soon as it is applied, but nobody outside is told of it, or of
 * anything that was read after it, before it is durable as the engine promises.
 */
public interface Engine extends AutoCloseable {
  /**
   * The state after the last batch that was completely applied. Called from any thread at any time.
   */
  Snapshot snapshot();

  /**
   * The state after the last batch that is durable, which is never behind what {@link
   * #awaitDurable} has returned for. Called from any thread at any time.
   */
  default Snapshot durableSnapshot() {
    return snapshot();
  }

  /**
   * Applies a batch: later snapshots see all of it, earlier ones nothing, and a crash keeps all or
   * nothing. A batch that fails is not applied. Never called by two threads at once.
   *
   * @return the number of the state after it, greater than that of any before
   * @throws StoreException if it could not be applied, for lack of space for example
   */
  long apply(Batch batch);

  /**
   * Returns when the state of that number is durable as the engine promises. Not called under any
   * lock that other commits need.
   *
   * @throws StoreException if it could not be made so, and may be lost or not
   */
  default void awaitDurable(long number) {}

  /** Returns when all applied batches are on the disk. May be called while a batch is applied. */
  void flush();

  /**
   * Rewrites what is stored, so that nothing is left in it that was overwritten or deleted. Takes
   * as long as copying everything.
   */
  default void compact() {}

  /** Saves everything and closes. */
  @Override
  void close();

  /** One state of the engine; used by one thread. */
  interface Snapshot extends AutoCloseable {
    /** Which state it is, for {@link Engine#awaitDurable}. */
    default long number() {
      return 0;
    }

    /** The value under an encoded key, or null. */
    byte[] get(byte[] key);

    /** Says that a key will be looked up, so that it can be fetched with what is read next. */
    default void prefetch(byte[] key) {}

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
