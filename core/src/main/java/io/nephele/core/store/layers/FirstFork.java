package io.nephele.core.store.layers;

import io.nephele.core.store.Store;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spares the transactions of a main world that was never forked the look at where it stands. Before
 * the first fork everybody is told to look, and those who began without are waited for. Where other
 * processes may fork, everybody always looks.
 */
final class FirstFork {
  private final Store beneath;
  private final AtomicInteger unaware = new AtomicInteger();

  /** Whether it is known if the main world was forked by an earlier run. */
  private volatile boolean known;

  private volatile boolean happened;

  FirstFork(Store beneath) {
    this.beneath = beneath;
  }

  /** Whether nobody needs to look; who is told so calls {@link #leave} in the end. */
  boolean enter() {
    if (happened) {
      return false;
    }
    if (!known) {
      if (beneath.isShared() || !beneath.read(Catalog::positions).isEmpty()) {
        happened = true;
      }
      known = true;
    }
    // Counted first and asked again then: whoever forks does it the other way round.
    unaware.incrementAndGet();
    if (!happened) {
      return true;
    }
    unaware.decrementAndGet();
    return false;
  }

  void leave() {
    unaware.decrementAndGet();
  }

  /** Has everybody look from now on, and returns when nobody is at work who did not. */
  void happens() {
    known = true;
    happened = true;
    while (unaware.get() > 0) {
      Thread.yield();
    }
  }
}
