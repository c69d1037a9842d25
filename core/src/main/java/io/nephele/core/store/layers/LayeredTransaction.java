package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Transaction;

/** A transaction of the store beneath that reads a chain of layers and writes its first. */
final class LayeredTransaction implements Transaction {
  private final Transaction beneath;
  private final View view;
  private final View.Changes changes = new View.Changes();

  LayeredTransaction(Transaction beneath, Chain chain) {
    this.beneath = beneath;
    this.view = new View(beneath, chain, changes);
  }

  @Override
  public byte[] get(Key key) {
    return view.get(key);
  }

  @Override
  public Scan scan(KeyRange range, Direction direction) {
    return view.scan(range, direction);
  }

  @Override
  public void put(Key key, byte[] value) {
    beneath.put(view.layer().row(key), value);
    changes.count++;
  }

  @Override
  public void delete(Key key) {
    beneath.delete(view.layer().row(key));
    if (!view.isLast()) {
      changes.count++;
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
    beneath.deleteRange(view.layer().rows(range));
    if (!view.isLast()) {
      changes.count++;
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
