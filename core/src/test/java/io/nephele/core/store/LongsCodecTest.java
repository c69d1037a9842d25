package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongsCodecTest {
  private record Pair(long first, long second) {}

  private record Triple(long first, long second, long third) {}

  private static final Codec<Pair> PAIRS =
      new LongsCodec<>(2, p -> new long[] {p.first, p.second}, n -> new Pair(n[0], n[1]));
  private static final Codec<Triple> TRIPLES =
      new LongsCodec<>(
          3, t -> new long[] {t.first, t.second, t.third}, n -> new Triple(n[0], n[1], n[2]));

  @Test
  void whatWasWrittenIsRead() {
    Pair pair = new Pair(Long.MIN_VALUE, -1);
    assertThat(PAIRS.decode(PAIRS.encode(pair))).isEqualTo(pair);
    assertThat(PAIRS.encode(pair)).hasSize(16);
  }

  @Test
  void numbersThatAnOlderValueLacksAreZero() {
    assertThat(TRIPLES.decode(PAIRS.encode(new Pair(1, 2)))).isEqualTo(new Triple(1, 2, 0));
  }

  @Test
  void numbersThatANewerValueAddsArePassedOver() {
    assertThat(PAIRS.decode(TRIPLES.encode(new Triple(1, 2, 3)))).isEqualTo(new Pair(1, 2));
  }
}
