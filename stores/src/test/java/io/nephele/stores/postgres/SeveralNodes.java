package io.nephele.stores.postgres;

import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stores of several nodes on one database, which are used in turn. */
final class SeveralNodes implements Store {
  private final List<Store> nodes = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  SeveralNodes(DatabaseAddress address, int count) {
    for (int i = 0; i < count; i++) {
      nodes.add(PostgresStore.open(address));
    }
  }

  Store node(int number) {
    return nodes.get(number);
  }

  private Store next() {
    return nodes.get(Math.floorMod(calls.getAndIncrement(), nodes.size()));
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    return next().read(body);
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return next().write(body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    return next().write(hint, body);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void flush() {
    nodes.forEach(Store::flush);
  }

  @Override
  public void close() {
    nodes.forEach(Store::close);
  }
}
