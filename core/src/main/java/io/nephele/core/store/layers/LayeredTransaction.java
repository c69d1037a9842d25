package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Transaction;
import java.util.List;

/** A transaction of the store beneath that reads a chain of layers and writes its first. */
final class LayeredTransaction implements Transaction {
  private final Transaction beneath;
  private final LateView late;

  LayeredTransaction(Transaction beneath, LateView late) {
    this.beneath = beneath;
    this.late = late;
  }

  @Override
  public byte[] get(Key key) {
    return late.get(key);
  }

  @Override
  public Scan scan(KeyRange range, Direction direction) {
    return late.scan(range, direction);
  }

  @Override
  public void prefetch(List<Key> keys) {
    late.prefetch(keys);
  }

  @Override
  public void put(Key key, byte[] value) {
    View view = late.view();
    beneath.put(view.layer().row(key), value);
    view.changes().count++;
  }

  @Override
  public void delete(Key key) {
    View view = late.view();
    beneath.delete(view.layer().row(key));
    if (!view.isLast()) {
      view.changes().count++;
      View under = view.under();
      byte[] from = key.encoded();
      if (view.holes().with(from) == null && under.get(key) != null) {
        view.holes().dig(beneath, new KeyRange(from, Holes.following(from)), under);
      }
    }
  }

  @Override
  public void deleteRange(KeyRange range) {
    if (range.isEmpty()) {
      return;
    }
    View view = late.view();
    beneath.deleteRange(view.layer().rows(range));
    if (!view.isLast()) {
      view.changes().count++;
      View under = view.under();
      if (under.scan(range, Direction.FORWARD).hasNext()) {
        view.holes().dig(beneath, range, under);
      }
    }
  }

  @Override
  public void afterCommit(Runnable action) {
    beneath.afterCommit(action);
  }
}
