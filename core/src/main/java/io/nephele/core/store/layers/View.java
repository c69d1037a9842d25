package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import java.util.List;

/** What a chain of layers shows from one of them down. */
final class View implements Reader {
  private final Reader beneath;
  private final Chain chain;
  private final int depth;

  /** Counts the changes made while one reads; shared with the transaction that makes them. */
  private final Changes changes;

  /** How many changes a transaction has made so far: who scans must then look again. */
  static final class Changes {
    int count;
  }

  View(Reader beneath, Chain chain, Changes changes) {
    this(beneath, chain, 0, changes);
  }

  private View(Reader beneath, Chain chain, int depth, Changes changes) {
    this.beneath = beneath;
    this.chain = chain;
    this.depth = depth;
    this.changes = changes;
  }

  Chain chain() {
    return chain;
  }

  Layer layer() {
    return chain.layers().get(depth);
  }

  boolean isLast() {
    return depth == chain.depth() - 1;
  }

  /** What is to be seen without this view's own layer, of which there is one more. */
  View under() {
    return new View(beneath, chain, depth + 1, changes);
  }

  /** The holes of this view's own layer. */
  Holes holes() {
    return new Holes(beneath, layer());
  }

  Changes changes() {
    return changes;
  }

  @Override
  public byte[] get(Key key) {
    for (View view = this; ; view = view.under()) {
      byte[] value = beneath.get(view.layer().row(key));
      if (value != null || view.isLast() || view.holes().with(key.encoded()) != null) {
        return value;
      }
    }
  }

  @Override
  public void prefetch(List<Key> keys) {
    beneath.prefetch(chain.rows(keys));
  }

  @Override
  public Scan scan(KeyRange range, Direction direction) {
    if (isLast()) {
      Scan rows = ownRows(range, direction);
      return layer().isFirst() ? rows : new Stripped(rows, layer());
    }
    return new LayeredScan(this, range, direction);
  }

  /** The rows of this view's own layer, under their keys in the store beneath. */
  Scan ownRows(KeyRange range, Direction direction) {
    return beneath.scan(layer().rows(range), direction);
  }

  private record Stripped(Scan rows, Layer layer) implements Scan {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Entry next() {
      Entry row = rows.next();
      return new Entry(layer.stripped(row.key()), row.value());
    }
  }
}
