package io.nephele.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.conformance.simulation.Plan.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs seeds of the simulation: {@code -Dnephele.seeds=10000} of them, from {@code
 * -Dnephele.firstSeed=}, or the one of {@code -Dnephele.seed=}.
 */
class SimulationTest {
  private static final int SEEDS = 300;

  /** Every flaw is seen within so many seeds. */
  private static final int PATIENCE = 400;

  /** Disks that fail have a lot to say. */
  @BeforeAll
  static void simulatedThreadsLogNothing() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setFilter(line -> Scheduler.current() == null);
    }
  }

  @Test
  @Timeout(value = 6, unit = TimeUnit.HOURS)
  void whatClientsAreToldIsSo() {
    Long only = Long.getLong("nephele.seed");
    long first = only == null ? Long.getLong("nephele.firstSeed", 0) : only;
    long seeds = only == null ? Long.getLong("nephele.seeds", SEEDS) : 1;
    List<String> failures = new ArrayList<>();
    for (long seed = first; seed < first + seeds && failures.isEmpty(); seed++) {
      Simulation.Result result = Simulation.run(seed, Flaw.NONE);
      if (!result.violations().isEmpty()) {
        failures.add(Failures.text(result));
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aSeedDoesTheSameAgain() {
    for (long seed = 1000; seed < 1010; seed++) {
      Simulation.Result once = Simulation.run(seed, Flaw.NONE);
      Simulation.Result again = Simulation.run(seed, Flaw.NONE);
      assertThat(again.trace().lines()).isEqualTo(once.trace().lines());
      assertThat(again.trace().hash()).isEqualTo(once.trace().hash());
      assertThat(again.steps()).isEqualTo(once.steps());
    }
  }

  @Test
  void seedsDiffer() {
    assertThat(Simulation.run(1, Flaw.NONE).trace().hash())
        .isNotEqualTo(Simulation.run(2, Flaw.NONE).trace().hash());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void flawsAreSeen(Flaw flaw) {
    for (long seed = 0; seed < PATIENCE; seed++) {
      if (!Simulation.run(seed, flaw).violations().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("Nobody saw " + flaw + " in " + PATIENCE + " seeds");
  }
}
