package io.nephele.core.store.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Transactions and who must come before whom. */
final class DependencyGraph {
  /** From how many dependencies a shortest cycle is looked for; more are alike. */
  private static final int MAX_STARTS = 400;

  private final List<RecordedTransaction> transactions;
  private final Map<RecordedTransaction, Integer> places = new HashMap<>();
  private final List<List<Dependency>> following = new ArrayList<>();
  private final Set<Dependency> known = new HashSet<>();

  DependencyGraph(Collection<RecordedTransaction> transactions) {
    this.transactions = List.copyOf(transactions);
    for (RecordedTransaction transaction : this.transactions) {
      places.put(transaction, places.size());
      following.add(new ArrayList<>());
    }
  }

  /** Adds a dependency unless it is of a transaction on itself; returns whether it is new. */
  boolean add(Dependency dependency) {
    if (dependency.from().id() == dependency.to().id() || !known.add(dependency)) {
      return false;
    }
    following.get(places.get(dependency.from())).add(dependency);
    return true;
  }

  List<RecordedTransaction> transactions() {
    return transactions;
  }

  List<Dependency> following(RecordedTransaction transaction) {
    return following.get(places.get(transaction));
  }

  /** The transactions in an order that keeps to all dependencies; null if there is none. */
  List<RecordedTransaction> order() {
    int[] before = new int[transactions.size()];
    known.forEach(dependency -> before[places.get(dependency.to())]++);
    List<RecordedTransaction> order = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      if (before[i] == 0) {
        order.add(transactions.get(i));
      }
    }
    for (int i = 0; i < order.size(); i++) {
      for (Dependency dependency : following(order.get(i))) {
        if (--before[places.get(dependency.to())] == 0) {
          order.add(dependency.to());
        }
      }
    }
    return order.size() == transactions.size() ? order : null;
  }

  /**
   * The shortest cycle that has a dependency of the first kind and goes on by dependencies of the
   * second; null if there is none.
   */
  List<Dependency> cycle(Predicate<Dependency> first, Predicate<Dependency> others) {
    BitSet cyclic = cyclic(first.or(others));
    List<Dependency> shortest = null;
    int starts = 0;
    for (RecordedTransaction transaction : transactions) {
      if (!cyclic.get(places.get(transaction))) {
        continue;
      }
      for (Dependency start : following(transaction)) {
        if (first.test(start) && cyclic.get(places.get(start.to())) && starts < MAX_STARTS) {
          int limit = shortest == null ? Integer.MAX_VALUE : shortest.size();
          List<Dependency> cycle = back(start, others, cyclic, limit);
          // Counted only where a cycle was, so that none is missed among many starts.
          starts += cycle == null ? 0 : 1;
          shortest = cycle == null ? shortest : cycle;
        }
      }
    }
    return shortest;
  }

  /** The shortest way from the end of a dependency back to its beginning, shorter than a limit. */
  private List<Dependency> back(
      Dependency start, Predicate<Dependency> others, BitSet within, int limit) {
    int goal = places.get(start.from());
    int[] distance = new int[transactions.size()];
    Arrays.fill(distance, Integer.MAX_VALUE);
    Dependency[] reachedBy = new Dependency[transactions.size()];
    ArrayDeque<Integer> open = new ArrayDeque<>();
    distance[places.get(start.to())] = 1;
    open.add(places.get(start.to()));
    while (!open.isEmpty() && reachedBy[goal] == null) {
      int at = open.remove();
      if (distance[at] + 1 >= limit) {
        return null;
      }
      for (Dependency next : following.get(at)) {
        int to = places.get(next.to());
        if (distance[to] == Integer.MAX_VALUE && within.get(to) && others.test(next)) {
          distance[to] = distance[at] + 1;
          reachedBy[to] = next;
          open.add(to);
        }
      }
    }
    if (reachedBy[goal] == null) {
      return null;
    }
    ArrayDeque<Dependency> cycle = new ArrayDeque<>();
    for (int at = goal; at != places.get(start.to()); at = places.get(reachedBy[at].from())) {
      cycle.addFirst(reachedBy[at]);
    }
    cycle.addFirst(start);
    return List.copyOf(cycle);
  }

  /**
   * The transactions that may lie on a cycle: what is left when those that nothing left precedes,
   * and those that precede nothing left, are taken away again and again.
   */
  private BitSet cyclic(Predicate<Dependency> allowed) {
    int size = transactions.size();
    int[] in = new int[size];
    int[] out = new int[size];
    List<List<Integer>> preceding = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      preceding.add(new ArrayList<>());
    }
    for (Dependency dependency : known) {
      if (!allowed.test(dependency)) {
        continue;
      }
      int from = places.get(dependency.from());
      int to = places.get(dependency.to());
      in[to]++;
      out[from]++;
      preceding.get(to).add(from);
    }
    BitSet left = new BitSet(size);
    left.set(0, size);
    ArrayDeque<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < size; i++) {
      if (in[i] == 0 || out[i] == 0) {
        free.add(i);
        left.clear(i);
      }
    }
    while (!free.isEmpty()) {
      int taken = free.remove();
      for (Dependency next : following.get(taken)) {
        int to = places.get(next.to());
        if (allowed.test(next) && --in[to] == 0 && left.get(to)) {
          left.clear(to);
          free.add(to);
        }
      }
      for (int from : preceding.get(taken)) {
        if (--out[from] == 0 && left.get(from)) {
          left.clear(from);
          free.add(from);
        }
      }
    }
    return left;
  }
}
