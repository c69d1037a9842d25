package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Transaction;

/** A transaction of a main world that was never forked; see {@link FirstLayerReader}. */
record FirstLayerTransaction(Transaction beneath) implements Transaction {
  @Override
  public byte[] get(Key key) {
    return beneath.get(key);
  }

  @Override
  public Scan scan(KeyRange range, Direction direction) {
    return beneath.scan(Layer.FIRST.rows(range), direction);
  }

  @Override
  public void put(Key key, byte[] value) {
    beneath.put(key, value);
  }

  @Override
  public void delete(Key key) {
    beneath.delete(key);
  }

  @Override
  public void deleteRange(KeyRange range) {
    beneath.deleteRange(Layer.FIRST.rows(range));
  }

  @Override
  public void afterCommit(Runnable action) {
    beneath.afterCommit(action);
  }
}
