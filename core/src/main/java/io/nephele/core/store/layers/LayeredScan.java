package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * The rows of a layer merged with those that it lets be seen of the layers under it. Whole holes
 * are stepped over at once.
 */
final class LayeredScan implements Scan {
  private final View view;
  private final View under;
  private final Direction direction;

  /** What is still to be scanned. */
  private KeyRange rest;

  private int changesSeen;
  private Scan ownRows;
  private Scan underRows;
  private Entry own;
  private Entry beneath;

  /** Where no hole is, as far as is known: keys here need no look at the holes. Null if nowhere. */
  private KeyRange whole;

  private Entry next;

  LayeredScan(View view, KeyRange range, Direction direction) {
    this.view = view;
    this.under = view.under();
    this.direction = direction;
    this.rest = range;
    open();
  }

  private void open() {
    changesSeen = view.changes().count;
    ownRows = view.ownRows(rest, direction);
    underRows = under.scan(rest, direction);
    own = null;
    beneath = null;
    whole = null;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !rest.isEmpty()) {
      step();
    }
    return next != null;
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Entry entry = next;
    next = null;
    return entry;
  }

  private void step() {
    if (changesSeen != view.changes().count) {
      open();
    }
    if (own == null && ownRows.hasNext()) {
      Entry row = ownRows.next();
      own = new Entry(view.layer().stripped(row.key()), row.value());
    }
    if (beneath == null) {
      beneath = nextVisible();
    }
    if (own == null && beneath == null) {
      rest = new KeyRange(rest.from(), rest.from());
      return;
    }
    int order = own == null ? 1 : beneath == null ? -1 : own.key().compareTo(beneath.key());
    if (own != null && beneath != null && direction == Direction.REVERSE) {
      order = -order;
    }
    next = order <= 0 ? own : beneath;
    if (order <= 0) {
      own = null;
    }
    if (order >= 0) {
      beneath = null;
    }
    rest = restAfter(next.key());
  }

  private KeyRange restAfter(Key key) {
    return direction == Direction.FORWARD
        ? new KeyRange(Holes.following(key.encoded()), rest.to())
        : new KeyRange(rest.from(), key.encoded());
  }

  /** The next row under this layer that is in none of its holes, or null. */
  private Entry nextVisible() {
    while (underRows.hasNext()) {
      Entry row = underRows.next();
      byte[] key = row.key().encoded();
      if (whole != null && whole.contains(key)) {
        return row;
      }
      KeyRange hole = view.holes().notAfter(key);
      if (hole == null || Arrays.compareUnsigned(hole.to(), key) <= 0) {
        whole = around(key, hole);
        return row;
      }
      KeyRange behind =
          direction == Direction.FORWARD
              ? new KeyRange(hole.to(), rest.to())
              : new KeyRange(rest.from(), hole.from());
      if (behind.isEmpty()) {
        return null;
      }
      underRows = under.scan(behind, direction);
    }
    return null;
  }

  /** The keys from this one on, in the scan's direction, up to the next hole. */
  private KeyRange around(byte[] key, KeyRange before) {
    if (direction == Direction.REVERSE) {
      return new KeyRange(before == null ? new byte[0] : before.to(), Holes.following(key));
    }
    KeyRange after = view.holes().after(key);
    return new KeyRange(key, after == null ? null : after.from());
  }
}
