package io.nephele.core.time;

import io.nephele.core.store.Key;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Those who wait for something of one name. Each has a signal of its own, so that one message wakes
 * one receiver and not a thousand that then fight for it. Who knows that something will be there
 * later need not tell the others, if it hands that on when it goes.
 *
 * <p>Where other nodes serve the world too, what nobody waits for here is told to nodes where
 * somebody waits. That is quick but not certain, so in such a world one of those who wait looks
 * again every second.
 */
public final class Waiters {
  private final ConcurrentLinkedDeque<Signal> waiting = new ConcurrentLinkedDeque<>();
  private final Key name;
  private final Peers peers;

  Waiters(Key name, Peers peers) {
    this.name = name;
    this.peers = peers;
  }

  /** What they wait for. */
  public Key name() {
    return name;
  }

  /** Whether nobody waits here. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Begins to wait: from now on something may be announced to this signal. Then look. */
  public Signal enter() {
    Signal signal = new Signal();
    waiting.addLast(signal);
    if (peers != null) {
      peers.entered(this);
    }
    return signal;
  }

  /**
   * Ends waiting. Who was woken and may not have looked since lets another look.
   *
   * @param watching whether this one may be the only one who knows that something will be there
   */
  public void leave(Signal signal, boolean watching) {
    if (!waiting.remove(signal) || watching) {
      wake(1);
    }
  }

  /** Lets so many look, those first who wait longest, and others on other nodes if here are few. */
  public void wake(int count) {
    int woken = wakeHere(count);
    if (woken < count && peers != null) {
      peers.give(name, count - woken);
    }
  }

  /** Lets everyone look, on all nodes. */
  public void wakeAll() {
    if (!waiting.isEmpty()) {
      wakeHere(waiting.size());
    }
    if (peers != null) {
      peers.give(name, Integer.MAX_VALUE);
    }
  }

  /** Lets so many look who wait on this node; returns how many there were. */
  public int wakeHere(int count) {
    for (int i = 0; i < count; i++) {
      Signal first = waiting.pollFirst();
      if (first == null) {
        return i;
      }
      first.give();
    }
    return count;
  }
}
