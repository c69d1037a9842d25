package io.nephele.core.store.history;

import io.nephele.core.store.history.Dependency.Kind;
import io.nephele.core.store.history.History.View;
import io.nephele.core.store.history.History.Written;
import io.nephele.core.store.history.RecordedTransaction.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks for anomalies in a history: for whatever shows that no order of the transactions explains
 * what they read (so that they were not serialisable), or that none of these orders keeps to real
 * time (so that they were not strictly so). The manner is that of Kingsbury and Alvaro's paper on
 * Elle: values tell who wrote over whose version, which gives a graph of who must come before whom,
 * and a cycle in it is an anomaly.
 */
public final class HistoryChecker {
  private static final int MAX_OF_A_KIND = 3;

  private final History history;
  private final List<Anomaly> anomalies = new ArrayList<>();

  private HistoryChecker(Collection<RecordedTransaction> recorded) {
    this.history = new History(recorded);
  }

  /** The anomalies found, up to three of a kind, cycles as short as they were found; or none. */
  public static List<Anomaly> check(Collection<RecordedTransaction> recorded) {
    HistoryChecker checker = new HistoryChecker(recorded);
    checker.check();
    List<Anomaly> few = new ArrayList<>();
    for (Anomaly anomaly : checker.anomalies) {
      if (few.stream().filter(a -> a.kind() == anomaly.kind()).count() < MAX_OF_A_KIND) {
        few.add(anomaly);
      }
    }
    return few;
  }

  private void check() {
    for (View view : history.views()) {
      view.contradictions.forEach(text -> report(Anomaly.Kind.INTERNAL, text));
      view.reads.forEach((item, value) -> checkRead(view, item, value));
    }
    ListVersions versions = new ListVersions(history);
    versions.order(anomalies);
    DependencyGraph graph =
        new DependencyGraph(history.views().stream().map(view -> view.transaction).toList());
    versions.addTo(graph);
    if (graph.order() == null) {
      nameCycles(graph);
    } else {
      RealTime.addTo(graph);
      new RegisterVersions(history, graph).addTo();
      if (graph.order() == null) {
        List<Dependency> cycle =
            graph.cycle(dependency -> dependency.kind() == Kind.REAL_TIME, any -> true);
        // What was found out of registers follows from real time too.
        reportCycle(
            Anomaly.Kind.REAL_TIME, cycle == null ? graph.cycle(any -> true, any -> true) : cycle);
      }
    }
  }

  private void checkRead(View view, Item item, List<Long> value) {
    if (value.isEmpty()) {
      return;
    }
    int lead = item.kind() == Item.Kind.REGISTER || value.getFirst() != 0 ? 0 : 1;
    for (Long element : value.subList(lead, value.size())) {
      Written written = history.written(element);
      if (written != null && written.transaction().outcome() == Outcome.ABORTED) {
        reportRead(Anomaly.Kind.ABORTED_READ, view, item, value, written);
        return;
      }
    }
    Written written = history.written(value.getLast());
    if (written == null || !written.item().equals(item) || !written.value().equals(value)) {
      reportRead(Anomaly.Kind.GARBAGE_READ, view, item, value, written);
    } else if (history.isIntermediate(written)) {
      reportRead(Anomaly.Kind.INTERMEDIATE_READ, view, item, value, written);
    }
  }

  private void nameCycles(DependencyGraph graph) {
    Predicate<Dependency> writes = dependency -> dependency.kind() == Kind.WW;
    Predicate<Dependency> reads = dependency -> dependency.kind() == Kind.WR;
    Predicate<Dependency> missed = dependency -> dependency.kind() == Kind.RW;
    reportCycle(Anomaly.Kind.WRITE_CYCLE, graph.cycle(writes, writes));
    reportCycle(Anomaly.Kind.CIRCULAR_INFORMATION_FLOW, graph.cycle(reads, writes.or(reads)));
    reportCycle(Anomaly.Kind.G_SINGLE, graph.cycle(missed, writes.or(reads)));
    if (anomalies.stream().noneMatch(anomaly -> anomaly.kind() == Anomaly.Kind.G_SINGLE)) {
      List<Dependency> cycle = graph.cycle(missed, any -> true);
      if (cycle != null) {
        boolean scanned = cycle.stream().anyMatch(missed.and(Dependency::scanned));
        reportCycle(scanned ? Anomaly.Kind.G2 : Anomaly.Kind.G2_ITEM, cycle);
      }
    }
  }

  private void reportCycle(Anomaly.Kind kind, List<Dependency> cycle) {
    if (cycle == null) {
      return;
    }
    StringBuilder text = new StringBuilder("each comes before the next");
    cycle.forEach(dependency -> text.append("\n  ").append(dependency));
    cycle.forEach(dependency -> text.append("\n  ").append(dependency.from()));
    report(kind, text.toString());
  }

  private void reportRead(
      Anomaly.Kind kind, View view, Item item, List<Long> value, Written written) {
    report(
        kind,
        "%s was read as %s by\n  %s\n  written by\n  %s"
            .formatted(
                item, value, view.transaction, written == null ? "nobody" : written.transaction()));
  }

  private void report(Anomaly.Kind kind, String explanation) {
    anomalies.add(new Anomaly(kind, explanation));
  }
}
