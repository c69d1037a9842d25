package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed at random moments while items are written to, alone and in transactions,
 * and started again: nothing acknowledged is lost, no transaction is half there, indexes and
 * streams agree with their tables. {@code -Dnephele.kill.rounds} says how often.
 */
class ItemsKilledTest {
  private static final int ROUNDS = Integer.getInteger("nephele.kill.rounds", 4);
  private static final int MOST_CALLS = 400;
  private static final long SEED = Long.getLong("nephele.kill.seed", 1L);

  @TempDir private Path folder;

  @Test
  void nothingAcknowledgedIsLostAndAllAgree() throws Exception {
    Random random = new Random(SEED);
    ItemWorkload workload = new ItemWorkload(SEED);
    int killed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (ProgramProcess program = start(round % 4 == 3 ? "strict" : "relaxed")) {
        workload.prepare(program.endpoint());
        workload.verify();
        if (workload.run(random.nextInt(MOST_CALLS), program::kill)) {
          killed++;
        }
        assertThat(program.errors()).isEmpty();
      }
    }
    try (ProgramProcess program = start("relaxed")) {
      workload.prepare(program.endpoint());
      workload.verify();
    }
    assertThat(killed).isEqualTo(ROUNDS);
    assertThat(workload.acknowledged()).isGreaterThan(ROUNDS);
  }

  private ProgramProcess start(String durability) throws Exception {
    return ProgramProcess.start(
        folder,
        Map.of(),
        "start",
        "--port",
        "0",
        "--durability",
        durability,
        "--data",
        folder.resolve("data").toString());
  }
}
