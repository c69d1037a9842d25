package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Entry;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Table;
import io.nephele.core.time.TurnableClock;
import io.nephele.embedded.Nephele;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a seed and a clock that stands, the same calls have the same answers and leave the same. */
class RepeatedRunsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  /**
   * What a run leaves.
   *
   * @param answers all that clients were told
   * @param entries every key and value of the store
   */
  private record Left(List<String> answers, List<String> entries, List<String> tables, int port) {}

  /** Calls that name a port are on record with it, so the same calls go to the same port. */
  private static Left run(long seed, int port) {
    try (Nephele nephele = Nephele.builder().seed(seed).port(port).standing(START).start()) {
      TurnableClock clock = (TurnableClock) nephele.world().clock();
      List<String> answers = new MixedWorkload(nephele.endpoint(), clock::advance).run();
      List<String> entries =
          nephele
              .world()
              .store()
              .read(
                  reader -> {
                    List<String> all = new ArrayList<>();
                    for (Scan scan = reader.scan(KeyRange.ALL); scan.hasNext(); ) {
                      Entry entry = scan.next();
                      all.add(entry.key() + " " + HexFormat.of().formatHex(entry.value()));
                    }
                    return all;
                  });
      return new Left(
          answers,
          entries,
          nephele.world().store().read(Table::names),
          nephele.endpoint().getPort());
    }
  }

  @Test
  void twoRunsOfOneSeedLeaveTheSameBytes() {
    Left first = run(7, 0);
    Left second = run(7, first.port);
    assertThat(second.answers).isEqualTo(first.answers);
    assertThat(second.entries).isEqualTo(first.entries);
    assertThat(first.tables).contains(TurnableClock.TABLE, "timers.byDue", "sqs.queues");
  }

  @Test
  void otherSeedsHaveOtherIds() {
    try (Nephele seven = Nephele.builder().seed(7).start();
        Nephele eight = Nephele.builder().seed(8).start();
        Nephele none = Nephele.start()) {
      assertThat(seven.world().ids().uuid())
          .isNotEqualTo(eight.world().ids().uuid())
          .isNotEqualTo(none.world().ids().uuid());
    }
  }

  @Test
  void twoProcessesOfOneSeedExportTheSameFile() throws IOException {
    Exported first = export(folder.resolve("first"), 0);
    Exported second = export(folder.resolve("second"), first.port);
    assertThat(second.answers).isEqualTo(first.answers);
    assertThat(second.file).isEqualTo(first.file).hasSizeGreaterThan(10_000);
  }

  /** What a process answered, and the file of its world. */
  private record Exported(List<String> answers, byte[] file, int port) {}

  private static Exported export(Path own, int port) throws IOException {
    Files.createDirectories(own);
    try (NepheleProgram program =
        NepheleProgram.start(
            own, "--seed", "7", "--clock", START.toString(), "--port", String.valueOf(port))) {
      URI clock = program.endpoint().resolve("/_nephele/clock?advance=");
      List<String> answers =
          new MixedWorkload(
                  program.endpoint(),
                  length -> assertThat(send("POST", URI.create(clock + "" + length))).isNotEmpty())
              .run();
      URI file = program.endpoint().resolve("/_nephele/worlds/export");
      return new Exported(answers, send("GET", file), program.endpoint().getPort());
    }
  }

  private static byte[] send(String method, URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
