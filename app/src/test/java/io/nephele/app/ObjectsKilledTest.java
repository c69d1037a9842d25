package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.blobs.BlobCollector;
import io.nephele.embedded.Nephele;
import io.nephele.services.s3.S3Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed at random moments while objects are put, at once and in parts, and deleted,
 * and started again: nothing acknowledged is lost, no object is half there, and every file on the
 * disk is an object's or known to the collector as one that is not. {@code -Dnephele.kill.rounds}
 * says how often.
 */
class ObjectsKilledTest {
  private static final int ROUNDS = Integer.getInteger("nephele.kill.rounds", 3);
  private static final int MOST_CALLS = 400;
  private static final long SEED = Long.getLong("nephele.kill.seed", 1L);

  @TempDir private Path folder;

  @Test
  void nothingAcknowledgedIsLostAndNothingIsHalfThere() throws Exception {
    Random random = new Random(SEED);
    ObjectWorkload workload = new ObjectWorkload(SEED);
    int killed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (ProgramProcess program = start(round % 3 == 2 ? "strict" : "relaxed")) {
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
    checkFiles(workload.left());
  }

  /** All files are those of objects that are there, and those that the collector will delete. */
  private void checkFiles(int objects) throws Exception {
    Path data = folder.resolve("data");
    try (Nephele nephele =
        Nephele.builder().store(data).services(List.of(new S3Service())).start()) {
      BlobCollector.Result result = nephele.worlds().collectBlobs();
      assertThat(result.referenced()).isEqualTo(objects);
      try (Stream<Path> files = Files.walk(data)) {
        long blobs =
            files
                .filter(file -> file.getFileName().toString().matches("[0-9a-f]{30}|[0-9a-f]{62}"))
                .filter(Files::isRegularFile)
                .count();
        assertThat(blobs).isEqualTo(result.referenced() + result.waiting() + result.deleted());
      }
    }
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
