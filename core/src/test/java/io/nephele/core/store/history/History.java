package io.nephele.core.store.history;

import io.nephele.core.store.history.RecordedTransaction.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recorded transactions, and who wrote what. */
final class History {
  private final List<RecordedTransaction> all;
  private final Map<Long, Written> byElement = new HashMap<>();
  private final Map<Integer, View> views = new LinkedHashMap<>();

  History(Collection<RecordedTransaction> recorded) {
    all = recorded.stream().sorted(Comparator.comparingInt(RecordedTransaction::id)).toList();
    all.forEach(this::index);
    ArrayDeque<RecordedTransaction> effective = new ArrayDeque<>();
    all.stream().filter(t -> t.outcome() == Outcome.COMMITTED).forEach(effective::add);
    while (!effective.isEmpty()) {
      View view = new View(effective.remove());
      views.put(view.transaction.id(), view);
      for (List<Long> value : view.reads.values()) {
        // What was of unknown outcome and has been seen has committed.
        Written written = value.isEmpty() ? null : byElement.get(value.getLast());
        if (written != null
            && written.transaction.outcome() == Outcome.UNKNOWN
            && !views.containsKey(written.transaction.id())
            && !effective.contains(written.transaction)) {
          effective.add(written.transaction);
        }
      }
    }
  }

  private void index(RecordedTransaction transaction) {
    for (Operation operation : transaction.operations()) {
      if (operation instanceof Operation.Write write) {
        byElement.put(
            write.value().getLast(), new Written(transaction, write.item(), write.value()));
      }
    }
  }

  /** What the transactions that took effect saw and did. */
  Collection<View> views() {
    return views.values();
  }

  /** Who wrote an element, or null. */
  Written written(long element) {
    return byElement.get(element);
  }

  /** Whether a transaction took effect. */
  boolean tookEffect(RecordedTransaction transaction) {
    return views.containsKey(transaction.id());
  }

  /** Whether its writer wrote over an element itself. */
  boolean isIntermediate(Written written) {
    View view = views.get(written.transaction.id());
    return view != null && !written.value.equals(view.writes.get(written.item));
  }

  /**
   * A value that was written.
   *
   * @param transaction by whom
   * @param item where
   * @param value the whole value
   */
  record Written(RecordedTransaction transaction, Item item, List<Long> value) {}

  /** One transaction: what it saw of others and what it left to them. */
  static final class View {
    final RecordedTransaction transaction;

    /** What it read before it wrote the item itself. */
    final Map<Item, List<Long>> reads = new LinkedHashMap<>();

    /** Of these, what it read by scans only. */
    final Set<Item> scanned = new LinkedHashSet<>();

    /** Every value it wrote, in order. */
    final List<Operation.Write> allWrites = new ArrayList<>();

    /** The last value it wrote of each item. */
    final Map<Item, List<Long>> writes = new LinkedHashMap<>();

    /** Reads that are not what this very transaction read or wrote before. */
    final List<String> contradictions = new ArrayList<>();

    View(RecordedTransaction transaction) {
      this.transaction = transaction;
      Set<Integer> deleted = new LinkedHashSet<>();
      for (Operation operation : transaction.operations()) {
        switch (operation) {
          case Operation.Read read -> look(read, deleted);
          case Operation.Write write -> {
            allWrites.add(write);
            writes.put(write.item(), write.value());
          }
          case Operation.DeleteGroup delete -> {
            deleted.add(delete.group());
            writes.keySet().removeIf(item -> isIn(item, delete.group()));
          }
        }
      }
    }

    private void look(Operation.Read read, Set<Integer> deleted) {
      Item item = read.item();
      List<Long> expected = writes.get(item);
      if (expected == null && item.kind() != Item.Kind.REGISTER && deleted.contains(item.group())) {
        expected = List.of();
      }
      if (expected == null) {
        expected = reads.get(item);
        if (expected == null) {
          reads.put(item, read.value());
          if (read.scanned()) {
            scanned.add(item);
          }
          return;
        }
        if (!read.scanned()) {
          scanned.remove(item);
        }
      }
      if (!expected.equals(read.value())) {
        contradictions.add(
            "%s read %s as %s, where it must be %s"
                .formatted(transaction, item, read.value(), expected));
      }
    }

    private static boolean isIn(Item item, int group) {
      return item.kind() != Item.Kind.REGISTER && item.group() == group;
    }
  }
}
