package io.nephele.core.store.history;

import io.nephele.core.store.history.History.View;
import io.nephele.core.store.history.RecordedTransaction.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Dependencies of transactions that wrote registers unread. Nothing tells the order of such writes
 * but what is known of the transactions otherwise: who read one write and comes after another one
 * shows that the other was written over, for example. What is found out so may show more, until
 * nothing new is found.
 */
final class RegisterVersions {
  private static final int MAX_ROUNDS = 20;

  private final History history;
  private final DependencyGraph graph;

  /** Per client, its transactions that took effect, in order; those of unknown outcome are none. */
  private final Map<Integer, Integer> clients = new HashMap<>();

  private final Map<RecordedTransaction, Integer> turns = new HashMap<>();

  /** Of each register and client, who wrote it, in order. */
  private final Map<Item, Map<Integer, List<RecordedTransaction>>> writers = new LinkedHashMap<>();

  /** Per transaction and client, how many of the client's transactions come before it. */
  private final Map<RecordedTransaction, int[]> before = new HashMap<>();

  RegisterVersions(History history, DependencyGraph graph) {
    this.history = history;
    this.graph = graph;
  }

  /** Adds what can be found out; stops where the graph has a cycle. */
  void addTo() {
    index();
    for (int round = 0; round < MAX_ROUNDS && count(); round++) {
      boolean more = false;
      for (View view : history.views()) {
        for (Map.Entry<Item, List<Long>> read : view.reads.entrySet()) {
          if (read.getKey().kind() == Item.Kind.REGISTER) {
            more |= add(view.transaction, read.getKey(), read.getValue());
          }
        }
      }
      if (!more) {
        return;
      }
    }
  }

  private void index() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (RecordedTransaction transaction : graph.transactions()) {
      if (transaction.outcome() == Outcome.COMMITTED) {
        clients.putIfAbsent(transaction.client(), clients.size());
        turns.put(transaction, counts.merge(transaction.client(), 1, Integer::sum));
      }
    }
    for (View view : history.views()) {
      if (view.transaction.outcome() == Outcome.COMMITTED) {
        for (Item item : view.writes.keySet()) {
          if (item.kind() == Item.Kind.REGISTER) {
            writers
                .computeIfAbsent(item, any -> new LinkedHashMap<>())
                .computeIfAbsent(view.transaction.client(), any -> new ArrayList<>())
                .add(view.transaction);
          }
        }
      }
    }
  }

  /** Counts anew what comes before each transaction; false if there is a cycle. */
  private boolean count() {
    List<RecordedTransaction> order = graph.order();
    if (order == null) {
      return false;
    }
    before.clear();
    for (RecordedTransaction transaction : order) {
      before.put(transaction, new int[clients.size()]);
    }
    for (RecordedTransaction transaction : order) {
      int[] reached = Arrays.copyOf(before.get(transaction), clients.size());
      Integer turn = turns.get(transaction);
      if (turn != null) {
        int client = clients.get(transaction.client());
        reached[client] = Math.max(reached[client], turn);
      }
      for (Dependency dependency : graph.following(transaction)) {
        int[] counts = before.get(dependency.to());
        Arrays.setAll(counts, i -> Math.max(counts[i], reached[i]));
      }
    }
    return true;
  }

  private boolean precedes(RecordedTransaction first, RecordedTransaction second) {
    Integer turn = turns.get(first);
    return turn != null && before.get(second)[clients.get(first.client())] >= turn;
  }

  private boolean add(RecordedTransaction reader, Item register, List<Long> value) {
    History.Written written = value.isEmpty() ? null : history.written(value.getLast());
    if (!value.isEmpty() && (written == null || !history.tookEffect(written.transaction()))) {
      return false;
    }
    RecordedTransaction source = written == null ? null : written.transaction();
    boolean more = false;
    for (List<RecordedTransaction> line : writers.getOrDefault(register, Map.of()).values()) {
      RecordedTransaction later = null;
      RecordedTransaction earlier = null;
      for (RecordedTransaction writer : line) {
        if (writer.equals(reader) || writer.equals(source)) {
          continue;
        }
        if (later == null && (source == null || precedes(source, writer))) {
          later = writer;
        } else if (later == null && precedes(writer, reader)) {
          earlier = writer;
        }
      }
      if (later != null && !precedes(reader, later)) {
        more |= graph.add(new Dependency(reader, later, Dependency.Kind.RW, register, false));
      }
      if (earlier != null && !precedes(earlier, source)) {
        more |= graph.add(new Dependency(earlier, source, Dependency.Kind.WW, register, false));
      }
    }
    return more;
  }
}
