package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed at random moments while it is written to, and started again: nothing that
 * it acknowledged is lost, nothing whose deletion it acknowledged is back, nothing is half there.
 * {@code -Dnephele.kill.rounds} says how often; hundreds of rounds take minutes.
 */
class KilledTest {
  private static final int ROUNDS = Integer.getInteger("nephele.kill.rounds", 10);
  private static final int MOST_CALLS = 1_000;
  private static final long SEED = Long.getLong("nephele.kill.seed", 1L);

  @TempDir private Path folder;

  @Test
  void nothingAcknowledgedIsLostAndNothingIsHalfThere() throws Exception {
    Random random = new Random(SEED);
    QueueWorkload workload = new QueueWorkload(SEED);
    int killed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String durability = round % 4 == 3 ? "strict" : "relaxed";
      try (ProgramProcess program = start(durability)) {
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
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      assertThat(files.filter(file -> file.toString().contains("LOG.old")).count())
          .as("RocksDB's own notes do not pile up")
          .isLessThan(4);
    }
    System.out.println(
        "killed "
            + killed
            + " times; acknowledged sends "
            + workload.acknowledged()
            + ", deletions "
            + workload.deletions()
            + "; left "
            + workload.left());
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
