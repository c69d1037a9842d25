package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The rows of some tables in all layers: those of every world and snapshot, each once however many
 * of them share it, and also some that no world sees any more.
 */
final class AllRows {
  private AllRows() {}

  /** Hands on the keys of the rows, without the tables' names. */
  static void forEach(Reader beneath, Predicate<String> table, Consumer<Key> to) {
    forEach(beneath, Layer.of(0), table, to);
    for (long layer : Catalog.layers(beneath)) {
      if (layer != 0) {
        forEach(beneath, Layer.of(layer), table, to);
      }
    }
  }

  private static void forEach(
      Reader beneath, Layer layer, Predicate<String> table, Consumer<Key> to) {
    KeyRange rest = KeyRange.ALL;
    for (Scan next = scan(beneath, layer, rest);
        next.hasNext();
        next = scan(beneath, layer, rest)) {
      String name = layer.stripped(next.next().key()).reader().nextText();
      Key prefix = Key.of(name);
      if (table.test(name)) {
        for (Entry row : scan(beneath, layer, KeyRange.prefix(prefix))) {
          to.accept(layer.stripped(row.key()).without(prefix));
        }
      }
      rest = rest.startingAfter(prefix);
    }
  }

  private static Scan scan(Reader beneath, Layer layer, KeyRange range) {
    return beneath.scan(layer.rows(range), Direction.FORWARD);
  }
}
