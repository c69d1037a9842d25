package io.nephele.core.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.ids.Ids;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.Signals;
import io.nephele.core.time.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultRulesTest {
  private final Store store = MvStores.inMemory();
  private final Faults faults = faults();

  private Faults faults() {
    return new Faults(store, new TurnableClock(), Ids.seeded(7), new Signals("default", null));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static FaultRule drop() {
    return FaultRule.of(FaultEffect.drop());
  }

  @Test
  void rulesAreKeptInTheOrderInWhichTheyWereAdded() {
    faults.add(drop().withId("z"));
    faults.add(List.of(drop().withId("b"), drop().withId("a")));
    assertThat(ids(faults)).containsExactly("z", "b", "a");
    faults.add(drop().withId("z"));
    assertThat(ids(faults())).containsExactly("b", "a", "z");
    assertThat(faults.remove("a")).isTrue();
    assertThat(faults.remove("a")).isFalse();
    faults.replace(List.of(drop().withId("only")));
    assertThat(ids(faults)).containsExactly("only");
    faults.clear();
    assertThat(faults.list()).isEmpty();
  }

  private static List<String> ids(Faults faults) {
    return faults.list().stream().map(status -> status.rule().id()).toList();
  }

  @Test
  void idsAndSeedsComeFromTheWorld() {
    FaultRule added = faults.add(drop());
    assertThat(added.id()).hasSize(8);
    assertThat(added.seed()).isBetween(0L, 1L << 53);
    try (Store other = MvStores.inMemory()) {
      Faults again =
          new Faults(other, new TurnableClock(), Ids.seeded(7), new Signals("default", null));
      assertThat(again.add(drop())).isEqualTo(added);
    }
  }

  @Test
  void aRuleThatCannotBeLeavesAllAsItWas() {
    faults.add(drop().withId("there"));
    assertThatThrownBy(() -> faults.replace(List.of(drop(), drop().withProbability(2))))
        .hasMessage("probability must be from 0 to 1");
    assertThatThrownBy(
            () -> faults.add(IntStream.range(0, Faults.MOST).mapToObj(i -> drop()).toList()))
        .hasMessage("There can be at most 1000 rules");
    assertThatThrownBy(() -> faults.add(List.of(drop().withId("a"), drop().withId("a"))))
        .hasMessage("id is there twice: a");
    assertThat(ids(faults)).containsExactly("there");
  }

  static Stream<Arguments> wrongRules() {
    FaultRule drop = drop();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return Stream.of(
        Arguments.of(drop.withId("a b"), "id must be"),
        Arguments.of(drop.withId("hits"), "id must not be hits"),
        Arguments.of(drop.withProbability(Double.NaN), "probability must be"),
        Arguments.of(drop.times(0), "count must be"),
        Arguments.of(drop.between(now, now), "until must be after from"),
        Arguments.of(drop.on("sqss", null), "service is none that AWS has: sqss"),
        Arguments.of(drop.on("sqs", "SendMesage"), "operation is none of sqs: SendMesage"),
        Arguments.of(
            drop.on(new FaultScope(null, null, null, "123", null, null)), "account must be"),
        Arguments.of(
            drop.on(new FaultScope(null, null, null, null, "moon-1", null)), "region is none"),
        Arguments.of(drop.on(new FaultScope(null, null, "", null, null, null)), "resource must be"),
        Arguments.of(FaultRule.of(FaultEffect.throttle().after()), "when must be before"),
        Arguments.of(FaultRule.of(FaultEffect.error(null)), "code is needed"),
        Arguments.of(FaultRule.of(FaultEffect.error("No such")), "code must be"),
        Arguments.of(FaultRule.of(FaultEffect.error("Teapot")), "status is needed"),
        Arguments.of(
            FaultRule.of(FaultEffect.error("Teapot")).on("sqs", "SendMessage"), "status is needed"),
        Arguments.of(FaultRule.of(FaultEffect.error("Teapot", 200, null)), "status must be"),
        Arguments.of(FaultRule.of(FaultEffect.error("Teapot", 418, "a\nb")), "message must be"),
        Arguments.of(
            FaultRule.of(FaultEffect.latency(Duration.ofMillis(-1))), "latencyMillis must be"),
        Arguments.of(
            FaultRule.of(FaultEffect.latency(Duration.ofSeconds(1), Duration.ofDays(2))),
            "jitterMillis must be"));
  }

  @ParameterizedTest
  @MethodSource("wrongRules")
  void refusesWhatCannotBe(FaultRule rule, String message) {
    assertThatThrownBy(() -> faults.add(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void takesErrorsOfTheModelAndOfAllServices() {
    faults.add(FaultRule.of(FaultEffect.error("ServiceUnavailable")));
    faults.add(FaultRule.of(FaultEffect.error("QueueDoesNotExist")).on("sqs", null));
    faults.add(FaultRule.of(FaultEffect.error("Teapot", 418, "I'm short")));
    assertThat(faults.list()).hasSize(3);
  }

  @Test
  void drawsAreEvenAndRepeat() {
    int fired = 0;
    double jitter = 0;
    for (int i = 0; i < 10_000; i++) {
      fired += Draws.chance(42, i) < 0.3 ? 1 : 0;
      jitter += Draws.jitter(42, i);
      assertThat(Draws.chance(42, i)).isEqualTo(Draws.chance(42, i)).isBetween(0.0, 1.0);
    }
    assertThat(fired).isBetween(2850, 3150);
    assertThat(jitter / 10_000).isBetween(0.48, 0.52);
    assertThat(Draws.chance(1, 0)).isNotEqualTo(Draws.chance(2, 0));
  }
}
