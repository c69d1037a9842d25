package io.nephele.core.time;

import io.nephele.core.store.Key;

/** What signals and timers need of the other nodes that serve the same world. */
public interface Peers {
  /** The number of this node, which no other node that is alive has. */
  int number();

  /** Whether the node of that number is alive, as far as this one knows. */
  boolean isAlive(long number);

  /** The node that does what a dead node left to do; all nodes agree on it, mostly. */
  int heirOf(Key key);

  /** Notes that somebody here waits for what other nodes may give. */
  void entered(Waiters waiters);

  /** Those who wait here for something of that name as other nodes know them, or null. */
  Waiters known(Key name);

  /** Tells the nodes where somebody waits for it that there is so much of something. */
  void give(Key name, int count);
}
