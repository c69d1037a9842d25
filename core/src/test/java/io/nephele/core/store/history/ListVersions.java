package io.nephele.core.store.history;

import io.nephele.core.store.history.History.View;
import io.nephele.core.store.history.History.Written;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The versions of lists, markers and registers as far as whoever wrote one had read the one before,
 * and the dependencies that follow from them.
 */
final class ListVersions {
  private final History history;
  private final Map<Version, Written> next = new HashMap<>();
  private final Set<Item> items = new LinkedHashSet<>();

  ListVersions(History history) {
    this.history = history;
  }

  /** Finds out the order of versions; where two follow the same one, an update was lost. */
  void order(List<Anomaly> anomalies) {
    for (View view : history.views()) {
      Map<Item, List<Long>> before = new HashMap<>(view.reads);
      for (Operation.Write write : view.allWrites) {
        items.add(write.item());
        Version previous = previous(write, before.get(write.item()));
        before.put(write.item(), write.value());
        if (previous == null) {
          continue;
        }
        Written written = history.written(write.value().getLast());
        Written other = next.putIfAbsent(previous, written);
        if (other != null) {
          anomalies.add(
              new Anomaly(
                  Anomaly.Kind.LOST_UPDATE,
                  "both followed %s of %s:\n  %s\n  %s"
                      .formatted(
                          previous.element == 0 ? "the first version" : previous.element,
                          write.item(),
                          other.transaction(),
                          written.transaction())));
        }
      }
    }
  }

  /** The version that was written over; null if its writer did not read it. */
  private static Version previous(Operation.Write write, List<Long> read) {
    List<Long> value = write.value();
    return switch (write.item().kind()) {
      case LIST ->
          new Version(
              write.item(), value.getFirst(), value.size() == 2 ? 0 : value.get(value.size() - 2));
      case MARKER -> new Version(write.item(), 0, value.get(value.size() - 2));
      case REGISTER ->
          read == null ? null : new Version(write.item(), 0, read.isEmpty() ? 0 : read.getLast());
    };
  }

  /** Adds what follows for the order of transactions. */
  void addTo(DependencyGraph graph) {
    for (Item item : items) {
      Version at = new Version(item, 0, 0);
      RecordedTransaction before = null;
      // Versions of a marker or list that goes round in a circle have been reported as garbage.
      for (int steps = 0; at != null && steps <= graph.transactions().size() * 8; steps++) {
        RecordedTransaction writer = writer(at);
        if (before != null && writer != null) {
          graph.add(new Dependency(before, writer, Dependency.Kind.WW, item, false));
        }
        before = writer == null ? before : writer;
        at = after(at);
      }
    }
    for (View view : history.views()) {
      view.reads.forEach((item, value) -> addRead(graph, view, item, value));
    }
  }

  private void addRead(DependencyGraph graph, View view, Item item, List<Long> value) {
    Version read = versionRead(view, item, value);
    if (read == null) {
      return;
    }
    boolean scanned = view.scanned.contains(item);
    RecordedTransaction writer = writer(read);
    if (writer != null) {
      graph.add(new Dependency(writer, view.transaction, Dependency.Kind.WR, item, scanned));
    }
    Version after = after(read);
    RecordedTransaction overwriter = after == null ? null : writer(after);
    if (overwriter != null) {
      graph.add(new Dependency(view.transaction, overwriter, Dependency.Kind.RW, item, scanned));
    }
  }

  /** Null if what was read does not tell. */
  private static Version versionRead(View view, Item item, List<Long> value) {
    if (item.kind() != Item.Kind.LIST) {
      return new Version(item, 0, value.isEmpty() ? 0 : value.getLast());
    }
    if (!value.isEmpty()) {
      return new Version(item, value.getFirst(), value.getLast());
    }
    List<Long> epochs = view.reads.get(Item.marker(item.group()));
    if (epochs == null) {
      return null;
    }
    return new Version(item, epochs.isEmpty() ? 0 : epochs.getLast(), 0);
  }

  /** Who wrote a version, by deletion perhaps; null for the first, and if it took no effect. */
  private RecordedTransaction writer(Version version) {
    long element = version.element == 0 ? version.epoch : version.element;
    Written written = element == 0 ? null : history.written(element);
    return written != null && history.tookEffect(written.transaction())
        ? written.transaction()
        : null;
  }

  /** The version after another: what was written over it or, after the last, its deletion. */
  private Version after(Version version) {
    Written written = next.get(version);
    if (written != null) {
      return new Version(version.item, version.epoch, written.value().getLast());
    }
    if (version.item.kind() != Item.Kind.LIST) {
      return null;
    }
    Item marker = Item.marker(version.item.group());
    Written deletion = next.get(new Version(marker, 0, version.epoch));
    return deletion == null ? null : new Version(version.item, deletion.value().getLast(), 0);
  }

  /**
   * A version of an item.
   *
   * @param item the item
   * @param epoch a list's epoch, else 0
   * @param element its last element; 0 where nothing is there (yet, or after a deletion)
   */
  private record Version(Item item, long epoch, long element) {}
}
