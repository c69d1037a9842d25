package io.nephele.core.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.store.layers.LayeredStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Worlds of one store, compared by what they do not share. */
class ForkedWorldsDiffTest {
  private static final List<String> NAMES = List.of("default", "a", "b", "c", "d", "e");

  /** It finds the same as reading both worlds from end to end, whatever was forked of what. */
  @Test
  void findsWhatReadingAllFinds() {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      RandomWorlds rows = new RandomWorlds(seed);
      try (LayeredStores worlds = new LayeredStores(MvStores.inMemory(), "default")) {
        rows.fill(worlds.open("default"), 100);
        for (int i = 1; i < NAMES.size(); i++) {
          if (random.nextInt(5) == 0) {
            worlds.create(NAMES.get(i), Instant.EPOCH);
          } else {
            String from = NAMES.get(random.nextInt(i));
            worlds.fork(from, NAMES.get(i), false, Instant.EPOCH);
          }
          for (int j = 0; j <= i; j++) {
            rows.change(worlds.open(NAMES.get(j)), random.nextInt(12));
          }
          if (random.nextInt(4) == 0) {
            String emptied = NAMES.get(random.nextInt(i + 1));
            worlds.open(emptied).write(ForkedWorldsDiffTest::emptyTables);
          }
        }
        for (String before : NAMES) {
          for (String after : NAMES) {
            assertThat(byKeys(worlds, before, after)).isEqualTo(byScan(worlds, before, after));
          }
        }
      }
    }
  }

  private static Void emptyTables(Transaction transaction) {
    transaction.deleteRange(KeyRange.between(Key.of("iam.users"), Key.of("sqs.messages")));
    return null;
  }

  private static String byKeys(LayeredStores worlds, String before, String after) {
    return worlds.compare(
        before, after, (one, other, keys) -> text(one, other, new KeysToCompare(keys, one, other)));
  }

  private static String byScan(LayeredStores worlds, String before, String after) {
    return worlds
        .open(before)
        .read(
            one ->
                worlds
                    .open(after)
                    .read(
                        other ->
                            text(
                                one,
                                other,
                                new MergeScan(one, other, List.of(KeyRange.ALL).iterator()))));
  }

  private static String text(Reader before, Reader after, DiffSource source) {
    StringBuilder text = new StringBuilder();
    try {
      new WorldDiff(DiffOptions.DEFAULT.withAll(true), table -> TableDescription.UNKNOWN)
          .compare(source, before, after, new DiffText(text, "before", "after"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
