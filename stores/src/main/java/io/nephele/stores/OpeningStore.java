package io.nephele.stores;

import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.Transaction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store of one process that is being opened on a thread of its own, so that a program can do
 * something else meanwhile. Whoever uses it waits until it is open.
 */
public final class OpeningStore implements Store {
  private final CompletableFuture<Store> opening;
  private volatile Store store;

  private OpeningStore(CompletableFuture<Store> opening) {
    this.opening = opening;
  }

  /** Begins to open a store. */
  public static OpeningStore begin(Supplier<Store> open) {
    CompletableFuture<Store> opening = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("open-store")
        .daemon()
        .start(
            () -> {
              try {
                opening.complete(open.get());
              } catch (Throwable e) {
                opening.completeExceptionally(e);
              }
            });
    return new OpeningStore(opening);
  }

  /**
   * Waits until it is open.
   *
   * @throws StoreException if it cannot be opened
   */
  public void await() {
    opened();
  }

  private Store opened() {
    Store known = store;
    if (known == null) {
      try {
        known = opening.join();
      } catch (CompletionException e) {
        switch (e.getCause()) {
          case StoreException failure -> throw failure;
          case RuntimeException failure -> throw failure;
          case Error failure -> throw failure;
          case null, default -> throw e;
        }
      }
      store = known;
    }
    return known;
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    return opened().read(body);
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return opened().write(body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    return opened().write(hint, body);
  }

  @Override
  public void flush() {
    opened().flush();
  }

  /** Closes it once it is open; nothing if it could not be opened, which {@link #await} told. */
  @Override
  public void close() {
    try {
      opened();
    } catch (RuntimeException e) {
      return;
    }
    opened().close();
  }
}
