package io.nephele.core.store.layers;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import java.util.List;

/**
 * What a world shows, where it stands being read only when something is asked: a store that is far
 * away then fetches both together. What is asked for is guessed to lie where it did last time.
 */
final class LateView implements Reader {
  private final LayeredStore store;
  private final Reader beneath;
  private View view;

  LateView(LayeredStore store, Reader beneath) {
    this.store = store;
    this.beneath = beneath;
  }

  /** The view, whatever will be asked of it. */
  View view() {
    if (view == null) {
      view = store.view(beneath);
    }
    return view;
  }

  @Override
  public byte[] get(Key key) {
    if (view == null) {
      store.prefetch(beneath, List.of(key));
    }
    return view().get(key);
  }

  @Override
  public void prefetch(List<Key> keys) {
    if (view == null) {
      store.prefetch(beneath, keys);
    } else {
      view.prefetch(keys);
    }
  }

  @Override
  @SuppressWarnings({"CheckReturnValue", "ReferenceEquality"}) // the very chain that was known
  public Scan scan(KeyRange range, Direction direction) {
    if (view == null && store.isFar()) {
      store.prefetch(beneath, List.of());
      View guess = new View(beneath, store.known(), new View.Changes());
      Scan scan = guess.scan(range, direction);
      scan.hasNext(); // fetches the first rows, and with them where the world stands
      if (store.chain(beneath) == guess.chain()) {
        view = guess;
        return scan;
      }
    }
    return view().scan(range, direction);
  }
}
