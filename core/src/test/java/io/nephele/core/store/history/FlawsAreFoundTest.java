package io.nephele.core.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.history.Anomaly.Kind;
import io.nephele.core.store.history.FlawedStore.Flaw;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker finds flaws of stores, and calls them by their names. */
class FlawsAreFoundTest {
  private static final int CLIENTS = 4;
  private static final int TRANSACTIONS = 150;
  private static final int MAX_ROUNDS = 60;

  private static Set<Kind> kinds(Flaw flaw, long seed) throws InterruptedException {
    FlawedStore store = new FlawedStore(flaw);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    List<RecordedTransaction> history =
        new RandomTransactions(store, 2).run(CLIENTS, TRANSACTIONS, seed);
    HistoryChecker.check(history).forEach(anomaly -> kinds.add(anomaly.kind()));
    return kinds;
  }

  @ParameterizedTest
  @CsvSource({
    "SNAPSHOT_ISOLATION, G2_ITEM",
    "SNAPSHOT_ISOLATION, G2",
    "SCANS_UNCHECKED, G2",
    "LOST_UPDATES, LOST_UPDATE",
    "STALE_READS, REAL_TIME",
    "DIRTY_READS, ABORTED_READ",
    "DIRTY_READS, INTERMEDIATE_READ",
    "DIRTY_READS, CIRCULAR_INFORMATION_FLOW",
    "NON_REPEATABLE_READS, INTERNAL",
    "NON_REPEATABLE_READS, G_SINGLE",
    "TORN_COMMITS, G_SINGLE",
    "DELETIONS_OF_THE_PAST, G_SINGLE",
  })
  void isFound(Flaw flaw, Kind kind) throws InterruptedException {
    Set<Kind> found = EnumSet.noneOf(Kind.class);
    for (int round = 0; round < MAX_ROUNDS && !found.contains(kind); round++) {
      found.addAll(kinds(flaw, round));
    }
    assertThat(found).contains(kind);
  }

  /** What the flaws do not bring about is not reported. */
  @Test
  void snapshotIsolationLosesNoUpdates() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      assertThat(kinds(Flaw.SNAPSHOT_ISOLATION, round))
          .doesNotContain(
              Kind.LOST_UPDATE,
              Kind.G_SINGLE,
              Kind.ABORTED_READ,
              Kind.INTERMEDIATE_READ,
              Kind.INTERNAL,
              Kind.WRITE_CYCLE,
              Kind.CIRCULAR_INFORMATION_FLOW);
    }
  }

  @Test
  void staleReadsHaveASerialOrder() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      assertThat(kinds(Flaw.STALE_READS, round)).isSubsetOf(Kind.REAL_TIME);
    }
  }

  @Test
  void nothingIsFoundInAStoreWithoutFlaws() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      assertThat(kinds(Flaw.NONE, round)).isEmpty();
    }
  }
}
