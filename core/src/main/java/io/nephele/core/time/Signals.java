package io.nephele.core.time;

import io.nephele.core.store.Key;

/**
 * Where those wait who wait for something that is not there yet, such as a message in a queue. On a
 * store that other nodes share, what happens on one node wakes those who wait on another.
 */
public final class Signals {
  private final Key world;
  private final Peers peers;

  /**
   * The signals of a world.
   *
   * @param world the world's name
   * @param peers the other nodes that serve it, or null if there are none
   */
  public Signals(String world, Peers peers) {
    this.world = Key.of(world);
    this.peers = peers;
  }

  /**
   * A place to wait for something.
   *
   * @param name what is waited for, by the same name on all nodes: a table's name and a key
   */
  public Waiters waiters(Key name) {
    if (peers == null) {
      return new Waiters(name, null);
    }
    Key everywhere = world.with(name);
    Waiters known = peers.known(everywhere);
    return known == null ? new Waiters(everywhere, peers) : known;
  }
}
