package io.nephele.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static List<Object> some(Ids ids) {
    List<Object> some = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      some.add(ids.uuid());
      some.add(ids.hex(16));
      some.add(ids.alphanumeric(21));
      some.add(ids.text(16, Ids.CAPITALS));
      some.add(ids.base64(20));
      some.add(ids.nextLong());
      some.add(ids.nextLong(1000));
      some.add(ids.nextDouble());
      some.add(ids.secretText(40, Ids.ALPHANUMERIC));
      some.add(ids.secretToken(32));
    }
    return some;
  }

  @Test
  void repeatWithTheSeedOnly() {
    assertThat(some(Ids.seeded(7)))
        .isEqualTo(some(Ids.seeded(7)))
        .isNotEqualTo(some(Ids.seeded(8)));
    assertThat(some(Ids.random())).isNotEqualTo(some(Ids.random()));
    Set<Object> distinct = new HashSet<>(some(Ids.seeded(7)));
    distinct.addAll(some(Ids.seeded(8)));
    // Only the numbers below 1000 may be equal by chance.
    assertThat(distinct).hasSizeGreaterThan(2 * 900);
  }

  @Test
  void haveTheFormAskedFor() {
    for (Ids ids : List.of(Ids.seeded(1), Ids.random())) {
      UUID uuid = ids.uuid();
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
      assertThat(ids.hex(17)).matches("[0-9a-f]{17}");
      assertThat(ids.alphanumeric(30)).matches("[0-9A-Za-z]{30}");
      assertThat(ids.text(5, "x")).isEqualTo("xxxxx");
      assertThat(Base64.getDecoder().decode(ids.base64(33))).hasSize(33);
      assertThat(ids.bytes(9)).hasSize(9);
      assertThat(ids.secretBytes(70)).hasSize(70);
      assertThat(ids.secretText(40, Ids.CAPITALS)).matches("[0-9A-Z]{40}");
      assertThat(ids.secretToken(16)).matches("[0-9A-Za-z_-]{22}");
      for (int i = 0; i < 1000; i++) {
        assertThat(ids.nextLong(3)).isBetween(0L, 2L);
        assertThat(ids.nextDouble()).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void useTheWholeAlphabetEvenly() {
    for (Ids ids : List.of(Ids.seeded(5), Ids.random())) {
      int[] plain = new int[128];
      int[] secret = new int[128];
      for (int i = 0; i < 1000; i++) {
        ids.alphanumeric(62).chars().forEach(c -> plain[c]++);
        ids.secretText(62, Ids.ALPHANUMERIC).chars().forEach(c -> secret[c]++);
      }
      // 1000 expected of each; six standard deviations are 190.
      Ids.ALPHANUMERIC.chars().forEach(c -> assertThat(plain[c]).isBetween(800, 1200));
      Ids.ALPHANUMERIC.chars().forEach(c -> assertThat(secret[c]).isBetween(800, 1200));
    }
  }

  @Test
  void areUniqueAcrossThreads() throws InterruptedException {
    Ids ids = Ids.seeded(42);
    Set<UUID> seen = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 25_000; i++) {
                      seen.add(ids.uuid());
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).hasSize(100_000);
  }
}
