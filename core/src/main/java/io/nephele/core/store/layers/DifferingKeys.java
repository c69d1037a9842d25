package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The keys under which two worlds may differ, ascending, each once: those of the layers that they
 * do not share, and those of the shared layers that lie in holes of the others. What the worlds
 * have in common is not looked at, however much it is.
 */
final class DifferingKeys implements Iterator<Key> {
  private final Reader beneath;
  private final View shared;
  private final PriorityQueue<Cursor> cursors =
      new PriorityQueue<>(Comparator.comparing(cursor -> cursor.key));

  private Key last;

  DifferingKeys(Reader beneath, Chain left, Chain right) {
    this.beneath = beneath;
    List<Layer> common = new ArrayList<>(left.layers());
    common.retainAll(right.layers());
    this.shared =
        common.isEmpty() ? null : new View(beneath, new Chain(null, common), new View.Changes());
    List<Layer> own = new ArrayList<>(left.layers());
    own.addAll(right.layers());
    own.removeAll(common);
    for (Layer layer : own) {
      add(new Rows(beneath.scan(layer.rows(KeyRange.ALL), Direction.FORWARD), layer));
      if (shared != null && !layer.isFirst()) {
        add(new Hidden(layer));
      }
    }
  }

  private void add(Iterator<Key> keys) {
    if (keys.hasNext()) {
      cursors.add(new Cursor(keys, keys.next()));
    }
  }

  @Override
  public boolean hasNext() {
    while (!cursors.isEmpty() && cursors.peek().key.equals(last)) {
      Cursor passed = cursors.poll();
      add(passed.rest);
    }
    return !cursors.isEmpty();
  }

  @Override
  public Key next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    last = cursors.peek().key;
    return last;
  }

  private record Cursor(Iterator<Key> rest, Key key) {}

  /** The keys of a layer's rows. */
  private record Rows(Scan rows, Layer layer) implements Iterator<Key> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Key next() {
      return layer.stripped(rows.next().key());
    }
  }

  /** The keys of the shared layers that lie in a layer's holes. */
  private final class Hidden implements Iterator<Key> {
    private final Holes holes;
    private final Scan rows;
    private Iterator<Entry> inHole = Collections.emptyIterator();

    private Hidden(Layer layer) {
      this.holes = new Holes(beneath, layer);
      this.rows = holes.scan();
    }

    @Override
    public boolean hasNext() {
      while (!inHole.hasNext() && rows.hasNext()) {
        inHole = shared.scan(holes.hole(rows.next()), Direction.FORWARD);
      }
      return inHole.hasNext();
    }

    @Override
    public Key next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return inHole.next().key();
    }
  }
}
