package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant MACHINE = Instant.parse("2026-11-21T18:20:00Z");
  private static final Instant WORLD = Instant.parse("2030-01-01T00:00:00Z");

  private static Pace at(double speed) {
    return new Pace(MACHINE, WORLD, speed);
  }

  @Test
  void timeFollowsTheMachinesAtItsSpeed() {
    Instant later = MACHINE.plusSeconds(90).plusNanos(7);
    assertThat(at(1).at(later)).isEqualTo(WORLD.plusSeconds(90).plusNanos(7));
    assertThat(at(10).at(later)).isEqualTo(WORLD.plusSeconds(900).plusNanos(70));
    assertThat(at(0.1).at(MACHINE.plusSeconds(90))).isEqualTo(WORLD.plusSeconds(9));
    assertThat(at(0).at(later)).isEqualTo(WORLD);
    assertThat(Pace.REAL.at(later)).isEqualTo(later);
  }

  @Test
  void itIsNeverBeforeItsBeginningNorBeyondTheLastTime() {
    assertThat(at(1).at(MACHINE.minusSeconds(5))).isEqualTo(WORLD);
    assertThat(at(1).at(Instant.MAX)).isEqualTo(Pace.LATEST);
    assertThat(at(0.5).at(Instant.MAX)).isAfter(WORLD).isBefore(Pace.LATEST);
    assertThat(at(TurnableClock.MAX_SPEED).at(MACHINE.plus(Duration.ofDays(100_000))))
        .isAfter(WORLD.plus(Duration.ofDays(100_000)));
  }

  @Test
  void waitsAreOfTheMachinesTime() {
    long longest = TimeUnit.SECONDS.toNanos(30);
    assertThat(at(1).nanosUntil(WORLD, WORLD.plusNanos(3), longest)).isEqualTo(3);
    assertThat(at(10).nanosUntil(WORLD, WORLD.plusSeconds(50), longest))
        .isEqualTo(TimeUnit.SECONDS.toNanos(5));
    assertThat(at(1000).nanosUntil(WORLD, WORLD.plusNanos(1), longest)).isEqualTo(1);
    assertThat(at(0.1).nanosUntil(WORLD, WORLD.plusSeconds(50), longest)).isEqualTo(longest);
    assertThat(at(TurnableClock.MAX_SPEED).nanosUntil(WORLD, Instant.MAX, longest))
        .isEqualTo(longest);
  }

  @Test
  void theHistoryTellsWhatTheTimeWas() {
    PaceHistory history =
        PaceHistory.of(Pace.REAL)
            .with(new Pace(MACHINE, MACHINE.plusSeconds(3600), 1))
            .with(new Pace(MACHINE.plusSeconds(10), MACHINE.plusSeconds(3610), 0))
            .with(new Pace(MACHINE.plusSeconds(20), MACHINE.plusSeconds(3610), 2));
    assertThat(history.at(MACHINE.minusSeconds(1))).isEqualTo(MACHINE.minusSeconds(1));
    assertThat(history.at(MACHINE)).isEqualTo(MACHINE.plusSeconds(3600));
    assertThat(history.at(MACHINE.plusSeconds(9))).isEqualTo(MACHINE.plusSeconds(3609));
    assertThat(history.at(MACHINE.plusSeconds(15))).isEqualTo(MACHINE.plusSeconds(3610));
    assertThat(history.at(MACHINE.plusSeconds(30))).isEqualTo(MACHINE.plusSeconds(3630));
  }

  @Test
  void theHistoryForgetsTheOldest() {
    PaceHistory history = PaceHistory.of(Pace.REAL);
    for (int i = 1; i <= 1000; i++) {
      history = history.with(new Pace(MACHINE.plusSeconds(i), MACHINE.plusSeconds(100L * i), 1));
    }
    assertThat(history.paces()).hasSize(100);
    assertThat(history.at(MACHINE.plusSeconds(1000))).isEqualTo(MACHINE.plusSeconds(100_000));
    assertThat(history.at(MACHINE)).as("the earliest known").isEqualTo(MACHINE.plusSeconds(90_100));
  }
}
