package io.nephele.core.store;

import java.util.function.Function;

/**
 * An ordered map of byte keys to byte values with serialisable transactions: whatever runs at the
 * same time, the outcome is as if transactions ran one after another, each beginning after those
 * that had ended when it began.
 */
public interface Store extends AutoCloseable {
  /**
   * Runs the body on one consistent state of the store, which no writer disturbs and which disturbs
   * no writer. The body may run again on a later state, if the one it began with cannot be had any
   * more, so it must have no effect but what it returns.
   */
  <T> T read(Function<? super Reader, T> body);

  /**
   * Runs the body as a transaction and returns what it returned, once its changes are committed.
   * The body runs again if another transaction changed what it read, so it must have no effect but
   * through its transaction, and must not call write itself. What it throws undoes its changes and
   * reaches the caller.
   *
   * @throws ConflictException if others kept changing what it reads
   * @throws IllegalStateException if called from inside a body of this store's write
   */
  <T> T write(Function<? super Transaction, T> body);

  /**
   * As {@link #write(Function)}; bodies with an equal hint run one after another in this process,
   * others beside them.
   */
  <T> T write(LockKey hint, Function<? super Transaction, T> body);

  /**
   * Whether other processes may read and change this store as well, so that what is known of it in
   * memory may be outdated and others must be told of changes. Stores that stand on another store
   * answer what that one answers.
   */
  default boolean isShared() {
    return false;
  }

  /**
   * Says whether other processes do use the store now, so that it can spare what serves only to get
   * along with them. Only a hint.
   */
  default void expectOthers(boolean others) {}

  /**
   * Returns when everything committed so far would survive the end of the process; at once where
   * nothing ever would.
   */
  void flush();

  /** Saves what is unsaved and lets go of files. The store cannot be used afterwards. */
  @Override
  void close();
}
