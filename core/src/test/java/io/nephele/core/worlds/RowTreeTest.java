package io.nephele.core.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.RecordCodec;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowTreeTest {
  enum Colour {
    RED
  }

  record Inner(String text, Bytes bytes) {}

  record Outer(
      String text,
      int number,
      double fraction,
      Boolean flag,
      Instant at,
      Duration length,
      Colour colour,
      Bytes binary,
      List<Inner> inners,
      Set<String> set,
      Map<String, Long> map,
      String missing) {}

  private static final Instant AT = Instant.parse("2026-11-21T18:20:00.123456789Z");

  private static final Outer OUTER =
      new Outer(
          "text",
          42,
          1.5,
          true,
          AT,
          Duration.ofMinutes(2),
          Colour.RED,
          Bytes.of(new byte[] {0, -1}),
          List.of(new Inner("a", Bytes.utf8("grüße\n")), new Inner(null, Bytes.EMPTY)),
          Set.of("one"),
          Map.of("n", 7L),
          null);

  private static Map<String, Object> expected(Object length) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", "text");
    tree.put("number", 42L);
    tree.put("fraction", 1.5);
    tree.put("flag", true);
    tree.put("at", "2026-11-21T18:20:00.123456789Z");
    tree.put("length", length);
    tree.put("colour", "RED");
    tree.put("binary", "base64:AP8=");
    tree.put("inners", List.of(Map.of("text", "a", "bytes", "grüße\n"), Map.of("bytes", "")));
    tree.put("set", List.of("one"));
    tree.put("map", Map.of("n", 7L));
    return tree;
  }

  @Test
  void recordsAreReadWithTheirTypes() {
    assertThat(RowTree.of(OUTER)).isEqualTo(expected("PT2M"));
  }

  @Test
  void storedRecordsAreReadWithoutTheirTypes() {
    byte[] stored = RecordCodec.of(Outer.class).encode(OUTER);
    assertThat(RowTree.of(stored)).isEqualTo(expected(120_000_000_000L));
  }

  @Test
  void whatIsNoRecordIsToldInHexadecimal() {
    assertThat(RowTree.of(new byte[] {1, -1})).isEqualTo("hex:01ff");
    assertThat(RowTree.of(new byte[] {(byte) 0xBF})).isEqualTo("hex:bf");
    assertThat(RowTree.of(new byte[0])).isEqualTo(Map.of());
  }

  @Test
  void whateverTheBytesAreTheyAreTold() {
    Random random = new Random(3);
    byte[] stored = RecordCodec.of(Outer.class).encode(OUTER);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = stored.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      assertThat(RowTree.of(broken)).isNotNull();
    }
    byte[] nested = new byte[100_000];
    java.util.Arrays.fill(nested, (byte) 0x9F);
    nested[0] = (byte) 0xBF;
    nested[1] = 0x60;
    assertThat(RowTree.of(nested)).asString().startsWith("hex:bf60");
  }

  @Test
  void keysTellWhereARowIs() {
    Key key = Key.of("sqs.queues").with("000000000000").with("eu-west-1").with("q").with(7);
    assertThat(RowName.of(key))
        .isEqualTo(new RowName("sqs", "queues", "000000000000", "eu-west-1", List.of("q", 7L)));
    assertThat(RowName.of(Key.of("iam.users").with("000000000000").with("nowhere-1")))
        .isEqualTo(new RowName("iam", "users", "000000000000", null, List.of("nowhere-1")));
    assertThat(RowName.of(Key.of("timers.byDue").with(AT)))
        .isEqualTo(new RowName("timers", "byDue", null, null, List.of(AT)));
    assertThat(RowName.of(Key.encoded(new byte[] {99})).parts()).isEqualTo(List.of("63"));
    assertThat(RowName.of(Key.of("plain")).fullTable()).isEqualTo("plain");
  }
}
