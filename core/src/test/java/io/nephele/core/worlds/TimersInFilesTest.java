package io.nephele.core.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.Timers;
import io.nephele.core.time.VirtualClock;
import io.nephele.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers go into a world's file, and fire where it is imported. */
class TimersInFilesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private static byte[] worldWithTimers() {
    try (Store store = MvStores.inMemory();
        Timers timers = new Timers(store, new VirtualClock(START))) {
      store.write(
          transaction -> {
            for (int minutes : new int[] {30, 10, 90, 20}) {
              timers.schedule(
                  transaction,
                  "test.timer",
                  Key.of("in " + minutes),
                  START.plus(Duration.ofMinutes(minutes)),
                  Bytes.EMPTY);
            }
            return null;
          });
      return WorldArchiveTest.export(store);
    }
  }

  /** What fell due before the import fires at once, in order and told its own time. */
  @Test
  void whatHasFallenDueFiresAtOnceInOrder() throws IOException {
    VirtualClock later = new VirtualClock(START.plus(Duration.ofHours(1)));
    List<String> fired = Collections.synchronizedList(new ArrayList<>());
    try (Store store = MvStores.inMemory()) {
      new WorldArchive().importInto(store, new ByteArrayInputStream(worldWithTimers()));
      try (Timers timers = new Timers(store, later)) {
        timers.on(
            "test.timer",
            (transaction, timer) ->
                transaction.afterCommit(
                    () ->
                        fired.add(
                            timer.id().reader().nextText()
                                + " due "
                                + timer.due()
                                + " at "
                                + later.now())));
        timers.start();
        later.advance(Duration.ZERO);
        assertThat(fired)
            .containsExactly(
                "in 10 due 2026-11-21T12:10:00Z at 2026-11-21T13:00:00Z",
                "in 20 due 2026-11-21T12:20:00Z at 2026-11-21T13:00:00Z",
                "in 30 due 2026-11-21T12:30:00Z at 2026-11-21T13:00:00Z");
        later.advance(Duration.ofMinutes(30));
        assertThat(fired)
            .hasSize(4)
            .last()
            .isEqualTo("in 90 due 2026-11-21T13:30:00Z at 2026-11-21T13:30:00Z");
      }
    }
  }
}
