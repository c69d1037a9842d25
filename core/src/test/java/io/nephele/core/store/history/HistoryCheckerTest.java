package io.nephele.core.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.history.Anomaly.Kind;
import io.nephele.core.store.history.RecordedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker on histories written by hand. */
class HistoryCheckerTest {
  private static final Item X = Item.list(0, 1);
  private static final Item Y = Item.list(0, 2);
  private static final Item MARKER = Item.marker(0);
  private static final Item R = Item.register(1);

  private final List<RecordedTransaction> history = new ArrayList<>();

  private static Operation read(Item item, Long... value) {
    return new Operation.Read(item, List.of(value), false);
  }

  private static Operation scanned(Item item, Long... value) {
    return new Operation.Read(item, List.of(value), true);
  }

  private static Operation write(Item item, Long... value) {
    return new Operation.Write(item, List.of(value));
  }

  private void add(Outcome outcome, long began, long ended, Operation... operations) {
    int id = history.size() + 1;
    history.add(new RecordedTransaction(id, id, began, ended, outcome, List.of(operations)));
  }

  private void committed(long began, long ended, Operation... operations) {
    add(Outcome.COMMITTED, began, ended, operations);
  }

  private List<Kind> kinds() {
    return HistoryChecker.check(history).stream().map(Anomaly::kind).toList();
  }

  @Test
  void nothingIsWrongWithTransactionsOneAfterAnother() {
    committed(1, 2, read(X), read(MARKER), write(X, 0L, 1L));
    committed(3, 4, read(X, 0L, 1L), write(X, 0L, 1L, 2L), write(R, 3L));
    committed(5, 6, read(MARKER), new Operation.DeleteGroup(0, 4), write(MARKER, 0L, 4L), read(X));
    committed(7, 8, read(X), read(MARKER, 0L, 4L), write(X, 4L, 5L), read(R, 3L));
    assertThat(kinds()).isEmpty();
  }

  @Test
  void writeSkew() {
    committed(1, 5, read(X), read(Y), read(MARKER), write(X, 0L, 1L));
    committed(2, 6, read(X), read(Y), read(MARKER), write(Y, 0L, 2L));
    assertThat(kinds()).containsExactly(Kind.G2_ITEM);
    assertThat(HistoryChecker.check(history).getFirst().explanation())
        .startsWith(
            """
            each comes before the next
              T1 did not see the write of T2 on list 0/2
              T2 did not see the write of T1 on list 0/1
            """);
  }

  @Test
  void writeSkewByScans() {
    committed(1, 5, scanned(MARKER), scanned(X), scanned(Y), write(X, 0L, 1L));
    committed(2, 6, scanned(MARKER), scanned(X), scanned(Y), write(Y, 0L, 2L));
    assertThat(kinds()).containsExactly(Kind.G2);
  }

  @Test
  void lostUpdate() {
    committed(1, 5, read(R), write(R, 1L));
    committed(2, 6, read(R), write(R, 2L));
    assertThat(kinds()).contains(Kind.LOST_UPDATE);
  }

  @Test
  void readSkew() {
    committed(1, 2, read(X), read(Y), read(MARKER), write(X, 0L, 1L), write(Y, 0L, 2L));
    committed(3, 8, read(X), read(MARKER), read(Y, 0L, 2L));
    assertThat(kinds()).containsExactly(Kind.G_SINGLE);
  }

  @Test
  void circularInformationFlow() {
    committed(1, 5, read(X), read(MARKER), write(X, 0L, 1L), read(Y, 0L, 2L));
    committed(2, 6, read(Y), read(MARKER), write(Y, 0L, 2L), read(X, 0L, 1L));
    assertThat(kinds()).contains(Kind.CIRCULAR_INFORMATION_FLOW);
  }

  @Test
  void writeCycle() {
    committed(1, 5, write(X, 0L, 1L), write(Y, 0L, 2L, 3L));
    committed(2, 6, write(Y, 0L, 2L), write(X, 0L, 1L, 4L));
    assertThat(kinds()).containsExactly(Kind.WRITE_CYCLE);
  }

  @Test
  void abortedAndIntermediateReads() {
    add(Outcome.ABORTED, 1, 2, read(R), write(R, 1L));
    committed(3, 4, read(R, 1L));
    assertThat(kinds()).containsExactly(Kind.ABORTED_READ);
    history.clear();
    committed(1, 4, write(R, 1L), write(R, 2L));
    committed(2, 5, read(R, 1L));
    assertThat(kinds()).contains(Kind.INTERMEDIATE_READ);
  }

  @Test
  void valuesThatNobodyWrote() {
    committed(1, 2, read(R, 77L));
    assertThat(kinds()).containsExactly(Kind.GARBAGE_READ);
  }

  @Test
  void readsThatDisagree() {
    committed(1, 2, write(R, 1L));
    committed(1, 4, read(R), read(R, 1L));
    assertThat(kinds()).containsExactly(Kind.INTERNAL);
    history.clear();
    committed(1, 2, write(R, 1L), read(R));
    assertThat(kinds()).containsExactly(Kind.INTERNAL);
  }

  @Test
  void readsOfThePast() {
    committed(1, 2, read(R), write(R, 1L));
    committed(3, 4, read(R));
    assertThat(kinds()).containsExactly(Kind.REAL_TIME);
    history.clear();
    // The same where the writes were blind, and nothing but real time tells their order.
    committed(1, 2, write(R, 1L));
    committed(3, 4, write(R, 2L));
    committed(5, 6, read(R, 1L));
    assertThat(kinds()).containsExactly(Kind.REAL_TIME);
  }

  /** Two readers saw two blind writes in different orders. */
  @Test
  void blindWritesHaveOneOrder() {
    committed(1, 10, write(R, 1L));
    committed(1, 10, write(R, 2L));
    committed(11, 12, read(R, 1L));
    committed(13, 14, read(R, 2L));
    assertThat(kinds()).containsExactly(Kind.REAL_TIME);
  }

  @Test
  void aDeletionMayNotSpareWhatWasThere() {
    committed(1, 2, read(X), read(MARKER), write(X, 0L, 1L));
    committed(3, 4, read(MARKER), new Operation.DeleteGroup(0, 2), write(MARKER, 0L, 2L));
    committed(5, 6, read(X, 0L, 1L), read(MARKER, 0L, 2L));
    assertThat(kinds()).containsExactly(Kind.G_SINGLE);
  }

  @Test
  void whatHadAnUnknownOutcomeAndWasSeenHasCommitted() {
    add(Outcome.UNKNOWN, 1, 2, read(R), write(R, 1L));
    committed(3, 4, read(R));
    assertThat(kinds()).isEmpty();
    committed(5, 6, read(R, 1L));
    assertThat(kinds()).isEmpty();
    committed(7, 8, read(R));
    assertThat(kinds()).containsExactly(Kind.REAL_TIME);
  }
}
