package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  enum Colour {
    RED,
    GREEN
  }

  record Inner(String name, long size) {}

  record All(
      String text,
      int i,
      long l,
      double d,
      boolean b,
      Integer boxedInt,
      Long boxedLong,
      Double boxedDouble,
      Boolean boxedBoolean,
      Instant instant,
      Duration duration,
      Bytes bytes,
      Colour colour,
      Inner inner,
      List<Inner> list,
      Map<String, List<String>> map,
      Set<String> set,
      Set<Colour> colours) {}

  record Tree(String name, List<Tree> children) {}

  record Empty() {}

  private static final All FULL =
      new All(
          "text \uD83D\uDE00",
          Integer.MIN_VALUE,
          Long.MAX_VALUE,
          -0.0,
          true,
          0,
          0L,
          0.0,
          false,
          Instant.parse("2026-11-21T01:02:03.000000004Z"),
          Duration.ofNanos(-5),
          Bytes.of(new byte[] {0, 1, -1}),
          Colour.GREEN,
          new Inner("inner", 7),
          Arrays.asList(new Inner("a", 0), null),
          Map.of("k", List.of("v", "w")),
          Set.of("x"),
          Set.of(Colour.RED));

  private static final All NOTHING =
      new All(
          null, 0, 0, 0, false, null, null, null, null, null, null, null, null, null, List.of(),
          Map.of(), Set.of(), Set.of());

  @Test
  void everyComponentComesBack() {
    RecordCodec<All> codec = RecordCodec.of(All.class);
    assertThat(codec.decode(codec.encode(FULL))).isEqualTo(FULL);
    assertThat(codec.decode(codec.encode(NOTHING))).isEqualTo(NOTHING);
    assertThat(codec.encode(NOTHING)).as("what is missing is not written").hasSize(2);
    All nulls =
        new All(
            "",
            0,
            0,
            0,
            false,
            null,
            null,
            null,
            null,
            null,
            null,
            Bytes.EMPTY,
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(codec.decode(codec.encode(nulls))).isEqualTo(nulls);
    RecordCodec<Empty> empty = RecordCodec.of(Empty.class);
    assertThat(empty.decode(empty.encode(new Empty()))).isEqualTo(new Empty());
  }

  @Test
  void timesBeyondALongOfNanosecondsComeBack() {
    record Times(Instant instant, Duration duration) {}
    RecordCodec<Times> codec = RecordCodec.of(Times.class);
    for (Times times :
        List.of(
            new Times(Instant.MAX, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)),
            new Times(Instant.MIN, Duration.ofSeconds(Long.MIN_VALUE)),
            new Times(Instant.EPOCH.minusNanos(1), Duration.ZERO),
            new Times(
                Instant.ofEpochSecond(9_223_372_034L, 999_999_999),
                Duration.ofSeconds(-9_223_372_035L)),
            new Times(
                Instant.ofEpochSecond(9_223_372_036L, 999_999_999),
                Duration.ofSeconds(9_223_372_037L)))) {
      assertThat(codec.decode(codec.encode(times))).isEqualTo(times);
    }
  }

  @Test
  void recordsMayContainThemselvesAndBeLarge() {
    RecordCodec<Tree> codec = RecordCodec.of(Tree.class);
    Tree tree =
        new Tree(
            "root",
            List.of(
                new Tree("left", List.of(new Tree("leaf", List.of()))),
                new Tree("x".repeat(2 << 20), List.of())));
    assertThat(codec.decode(codec.encode(tree))).isEqualTo(tree);
    record Blob(Bytes bytes, String after) {}
    byte[] large = new byte[1_500_000];
    new Random(1).nextBytes(large);
    RecordCodec<Blob> blobs = RecordCodec.of(Blob.class);
    Blob blob = new Blob(Bytes.of(large, 1, large.length - 2), "after");
    assertThat(blobs.decode(blobs.encode(blob))).isEqualTo(blob);
  }

  @Test
  void recordsMayChange() {
    record Old(String name, int count, List<String> tags, Inner inner, String last) {}
    record New(
        String last,
        Map<String, String> labels,
        boolean fresh,
        String name,
        Instant since,
        double rate) {}
    Old old = new Old("n", 3, List.of("t"), new Inner("i", 1), "z");
    New young = RecordCodec.of(New.class).decode(RecordCodec.of(Old.class).encode(old));
    assertThat(young).isEqualTo(new New("z", Map.of(), false, "n", null, 0));
    Old back =
        RecordCodec.of(Old.class)
            .decode(
                RecordCodec.of(New.class)
                    .encode(new New("z", Map.of("a", "b"), true, "n", Instant.EPOCH, 2)));
    assertThat(back).isEqualTo(new Old("n", 0, List.of(), null, "z"));
  }

  @Test
  void whatIsReadCannotBeChanged() {
    RecordCodec<All> codec = RecordCodec.of(All.class);
    All read = codec.decode(codec.encode(FULL));
    assertThatThrownBy(() -> read.list().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.map().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.set().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void typesThatCannotBeStoredAreNamed() {
    record Bad(String fine, List<Thread> threads) {}
    assertThatThrownBy(() -> RecordCodec.of(Bad.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads")
        .hasMessageContaining("java.lang.Thread");
    record BadMap(Map<Integer, String> byNumber) {}
    assertThatThrownBy(() -> RecordCodec.of(BadMap.class)).hasMessageContaining("byNumber");
  }

  @Test
  void damagedBytesAreAStoreException() {
    RecordCodec<All> codec = RecordCodec.of(All.class);
    byte[] stored = codec.encode(FULL);
    assertThatThrownBy(() -> codec.decode(Arrays.copyOf(stored, stored.length / 2)))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> codec.decode(new byte[] {1}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("All");
    assertThatThrownBy(() -> codec.decode(new byte[0])).isInstanceOf(StoreException.class);
  }
}
