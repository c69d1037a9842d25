package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Transaction;
import java.util.List;
import java.util.Map;

/**
 * Puts a layer into the one beneath when that is under nothing else any more. Each step moves holes
 * and rows from the upper to the lower, which changes nothing for those who look through both.
 */
record Tidying(String main, int atOnce) {
  /** False if there was nothing to do. */
  boolean step(Transaction transaction) {
    Map<String, Position> positions = Catalog.positions(transaction);
    for (Position position : positions.values()) {
      for (long upper = position.layer(); upper != Catalog.NONE; ) {
        long lower = Catalog.parent(transaction, upper);
        if (lower != Catalog.NONE && isOnlyUnder(transaction, positions, lower, upper)) {
          move(transaction, positions, Layer.of(upper), Layer.of(lower));
          return true;
        }
        upper = lower;
      }
    }
    return false;
  }

  private boolean isOnlyUnder(
      Transaction transaction, Map<String, Position> positions, long lower, long upper) {
    boolean stoodOn =
        positions.values().stream().anyMatch(position -> position.layer() == lower)
            || (lower == 0 && !positions.containsKey(main));
    return !stoodOn && Catalog.children(transaction, lower).equals(List.of(upper));
  }

  private void move(
      Transaction transaction, Map<String, Position> positions, Layer upper, Layer lower) {
    boolean holesLeft = fillHoles(transaction, upper, lower);
    if (!holesLeft && !moveRows(transaction, upper, lower)) {
      join(transaction, positions, upper, lower);
    }
  }

  /** True if some are left. */
  private boolean fillHoles(Transaction transaction, Layer upper, Layer lower) {
    Holes holes = new Holes(transaction, upper);
    View under = under(transaction, lower);
    Scan rows = holes.scan();
    for (int i = 0; i < atOnce; i++) {
      if (!rows.hasNext()) {
        return false;
      }
      Entry row = rows.next();
      KeyRange hole = holes.hole(row);
      transaction.deleteRange(lower.rows(hole));
      if (under != null && under.scan(hole, Direction.FORWARD).hasNext()) {
        new Holes(transaction, lower).dig(transaction, hole, under);
      }
      transaction.delete(row.key());
    }
    return true;
  }

  /** True if some were moved, so that there may be more. */
  private boolean moveRows(Transaction transaction, Layer upper, Layer lower) {
    Scan rows = transaction.scan(upper.rows(KeyRange.ALL), Direction.FORWARD);
    int moved = 0;
    while (moved < atOnce && rows.hasNext()) {
      Entry row = rows.next();
      transaction.put(lower.row(upper.stripped(row.key())), row.value());
      transaction.delete(row.key());
      moved++;
    }
    return moved == atOnce;
  }

  /** Takes the upper layer, empty by now, out of all chains. */
  private static void join(
      Transaction transaction, Map<String, Position> positions, Layer upper, Layer lower) {
    for (long child : Catalog.children(transaction, upper.id())) {
      Catalog.setParent(transaction, child, lower.id());
    }
    Catalog.deleteLayer(transaction, upper);
    // All worlds read their chains again: any of them may have gone through the upper layer.
    positions.forEach(
        (world, position) ->
            Catalog.put(
                transaction,
                world,
                position.at(position.layer() == upper.id() ? lower.id() : position.layer())));
  }

  /** What lies under the lower layer, or null if nothing does. */
  private static View under(Transaction transaction, Layer lower) {
    long parent = Catalog.parent(transaction, lower.id());
    if (parent == Catalog.NONE) {
      return null;
    }
    byte[] position = Position.CODEC.encode(new Position(parent, 0, 0));
    return new View(transaction, Catalog.chain(transaction, position), new View.Changes());
  }
}
