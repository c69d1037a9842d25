package io.nephele.core.nodes;

import io.nephele.core.nodes.Membership.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The other nodes as one node knows them at one time. */
final class Others {
  /** Nobody is known yet. */
  static final Others NONE = new Others(null, Map.of(), Map.of());

  /** Who has given no sign of life for so many of one's own beats is dead. */
  private static final int DEAD_AFTER = 5;

  /** Who is dead for so long is removed. */
  private static final int REMOVED_AFTER = 30;

  private final NodeSettings settings;
  private final Map<Integer, Seen> byNumber;
  private final Map<String, Long> changes;
  private final Map<String, Peer> peers = new HashMap<>();
  private final int[] alive;

  /**
   * A node that was seen.
   *
   * @param silent for how many beats of one's own it has given no sign of life
   */
  private record Seen(Member member, int silent, Peer peer) {
    boolean isAlive() {
      return silent < DEAD_AFTER;
    }
  }

  /** Does something with a node. */
  interface EachNode {
    void visit(int number, Member member, boolean alive);
  }

  /** Removes a node. */
  interface Removal {
    void remove(int number, Member member);
  }

  private Others(NodeSettings settings, Map<Integer, Seen> byNumber, Map<String, Long> changes) {
    this.settings = settings;
    this.changes = changes;
    this.byNumber = byNumber;
    byNumber.forEach(
        (number, seen) -> {
          if (seen.isAlive()) {
            peers.put(seen.member().id(), seen.peer());
          }
        });
    this.alive =
        byNumber.entrySet().stream()
            .filter(entry -> entry.getValue().isAlive())
            .mapToInt(Map.Entry::getKey)
            .sorted()
            .toArray();
  }

  /**
   * What is known after another look.
   *
   * @param beat whether time has passed since the last look that says so
   */
  Others next(State state, int own, boolean beat) {
    Map<Integer, Seen> next = new HashMap<>();
    state
        .members()
        .forEach(
            (number, member) -> {
              if (number != own) {
                next.put(number, seen(byNumber.get(number), member, beat));
              }
            });
    return new Others(state.settings(), Map.copyOf(next), state.changes());
  }

  private static Seen seen(Seen before, Member member, boolean beat) {
    if (before == null || !before.member().id().equals(member.id())) {
      return new Seen(member, 0, new Peer(member));
    }
    before.peer().become(member);
    boolean silent = before.member().beats() == member.beats();
    return new Seen(member, silent ? before.silent() + (beat ? 1 : 0) : 0, before.peer());
  }

  /** What all nodes have in common; null before the first look. */
  NodeSettings settings() {
    return settings;
  }

  /** The worlds that have changed as wholes since, and how often they have in all. */
  Map<String, Long> changesSince(Others before) {
    Map<String, Long> since = new HashMap<>(changes);
    since.entrySet().removeAll(before.changes.entrySet());
    return since;
  }

  /** Whether one of those that were alive is not any more. */
  boolean hasLost(Others before) {
    return !peers.keySet().containsAll(before.peers.keySet());
  }

  /** Whether there is anybody alive. */
  boolean hasLiving() {
    return alive.length > 0;
  }

  boolean isAlive(long number) {
    return Arrays.binarySearch(alive, (int) number) >= 0;
  }

  /** Chooses one of the nodes that are alive, oneself among them. */
  int heir(int own, int hash) {
    int at = -Arrays.binarySearch(alive, own) - 1; // where one would stand oneself
    int choice = Math.floorMod(hash, alive.length + 1);
    return choice == at ? own : alive[choice < at ? choice : choice - 1];
  }

  /** The node of that id if it is alive, or null. */
  Peer peer(String id) {
    return peers.get(id);
  }

  /** Does something with every node that is alive. */
  void forEachPeer(Consumer<Peer> action) {
    Collection<Peer> all = peers.isEmpty() ? List.of() : peers.values();
    all.forEach(action);
  }

  void forEach(EachNode action) {
    byNumber.forEach((number, seen) -> action.visit(number, seen.member(), seen.isAlive()));
  }

  /** Has the node that stands first of those alive remove who is dead for long. */
  void forEachToRemove(int own, Removal removal) {
    if (alive.length > 0 && alive[0] < own) {
      return;
    }
    byNumber.forEach(
        (number, seen) -> {
          if (seen.silent() >= REMOVED_AFTER) {
            removal.remove(number, seen.member());
          }
        });
  }
}
