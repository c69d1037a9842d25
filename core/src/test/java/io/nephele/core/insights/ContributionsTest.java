package io.nephele.core.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContributionsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");
  private static final Instant MINUTE = Instant.parse("2026-01-01T00:00:00Z");
  private static final RuleId RULE = new RuleId("000000000000", "us-east-1", "keys");

  private final Store store = MvStores.inMemory();
  private final VirtualClock clock = new VirtualClock(START);
  private final Contributions contributions = new Contributions(store, clock);

  @BeforeEach
  void declare() {
    store.write(
        transaction -> {
          contributions.declare(transaction, RULE, List.of("pk"), true);
          return null;
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void record(String contributor, double value) {
    contributions.record(RULE, List.of(contributor), value);
  }

  private List<Share> read(Contributions from) {
    return from.read(RULE, MINUTE, clock.now()).getOrDefault(MINUTE, List.of());
  }

  @Test
  void sharesOfAMinuteAreAddedUpWhereverTheyWereSaved() {
    record("a", 1);
    record("a", 3);
    contributions.settle();
    record("a", 5);
    record("b", 7);
    assertThat(read(contributions))
        .containsExactlyInAnyOrder(
            new Share(List.of("a"), 3, 9, 1, 5), new Share(List.of("b"), 1, 7, 7, 7));
    clock.advance(Duration.ofMinutes(1));
    record("a", 1);
    assertThat(read(new Contributions(store, clock))).hasSize(2);
    assertThat(contributions.read(RULE, MINUTE, clock.now()).lastEntry().getValue())
        .containsExactly(new Share(List.of("a"), 1, 1, 1, 1));
  }

  @Test
  void aMinuteHasSoManyContributorsAndIsKeptForSoLong() {
    for (int i = 0; i < 1100; i++) {
      record("k" + i, 1);
    }
    record("k0", 1);
    assertThat(read(contributions)).hasSize(1000).contains(new Share(List.of("k0"), 2, 2, 1, 1));
    clock.advance(Duration.ofDays(16));
    record("k0", 1);
    contributions.settle();
    assertThat(read(contributions)).isEmpty();
  }

  @Test
  void whatARuleCountedGoesWithIt() {
    record("a", 1);
    contributions.settle();
    record("a", 1);
    store.write(
        transaction -> {
          contributions.withdraw(transaction, RULE);
          return null;
        });
    contributions.settle();
    assertThat(read(contributions)).isEmpty();
    assertThat(store.<ServiceRule>read(reader -> contributions.find(reader, RULE))).isNull();
  }
}
