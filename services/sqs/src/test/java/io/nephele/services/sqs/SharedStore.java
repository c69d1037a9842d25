package io.nephele.services.sqs;

import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.Transaction;
import java.util.function.Function;

/** What one node sees of a store that it shares with others; it can be cut off from it. */
final class SharedStore implements Store {
  private final Store store;
  private final boolean own;
  private volatile boolean cut;

  /**
   * A node's view.
   *
   * @param own whether no other node uses the same object, so that it is closed with the node, and
   *     hints of what is contended reach it, which no other node knows of
   */
  SharedStore(Store store, boolean own) {
    this.store = store;
    this.own = own;
  }

  /** From now on the node reaches nothing, as if it were dead. */
  void cut() {
    cut = true;
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    check();
    return store.read(body);
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return write(null, body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    check();
    return store.write(
        own ? hint : null,
        transaction -> {
          T result = body.apply(transaction);
          check();
          return result;
        });
  }

  private void check() {
    if (cut) {
      throw new StoreException("The node was cut off", null);
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void expectOthers(boolean others) {
    store.expectOthers(others);
  }

  @Override
  public void flush() {
    store.flush();
  }

  @Override
  public void close() {
    cut = true;
    if (own) {
      store.close();
    }
  }
}
