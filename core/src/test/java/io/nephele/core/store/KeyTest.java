package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTest {
  @Test
  void partsComeBack() {
    Instant before1970 = Instant.parse("1901-02-03T04:05:06.000000007Z");
    Key key =
        Key.of("sqs.queues")
            .with("a\0b")
            .with(0L)
            .with(-1L)
            .with(Long.MIN_VALUE)
            .with(Long.MAX_VALUE)
            .with(Bytes.of(new byte[] {0, -1, 0, 0, 5}))
            .with(before1970)
            .with("")
            .with("日本 \uD83D\uDE00 é");
    KeyReader parts = key.reader();
    assertThat(parts.nextText()).isEqualTo("sqs.queues");
    assertThat(parts.nextText()).isEqualTo("a\0b");
    assertThat(parts.nextLong()).isZero();
    assertThat(parts.nextLong()).isEqualTo(-1);
    assertThat(parts.nextLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(parts.nextLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(parts.nextBytes()).isEqualTo(Bytes.of(new byte[] {0, -1, 0, 0, 5}));
    assertThat(parts.next()).isEqualTo(before1970);
    assertThat(parts.rest()).isEqualTo(Key.of("").with("日本 \uD83D\uDE00 é"));
    assertThat(parts.nextText()).isEmpty();
    assertThat(parts.nextText()).isEqualTo("日本 \uD83D\uDE00 é");
    assertThat(parts.hasNext()).isFalse();
  }

  @Test
  void longsKeepTheirOrder() {
    List<Long> numbers = new ArrayList<>(List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
    for (int bits = 1; bits < 64; bits++) {
      long power = 1L << bits;
      numbers.addAll(List.of(power, power - 1, power + 1, -power, -power - 1, -power + 1));
    }
    new Random(3).longs(1000).forEach(numbers::add);
    Collections.sort(numbers);
    for (int i = 1; i < numbers.size(); i++) {
      Key lower = Key.EMPTY.with(numbers.get(i - 1));
      Key higher = Key.EMPTY.with(numbers.get(i));
      assertThat(lower.compareTo(higher))
          .isEqualTo(
              Integer.signum(Long.compare(numbers.get(i - 1), numbers.get(i)))
                  * Math.abs(lower.compareTo(higher)));
      assertThat(numbers.get(i - 1).equals(numbers.get(i))).isEqualTo(lower.equals(higher));
      assertThat(higher.reader().nextLong()).isEqualTo(numbers.get(i));
    }
  }

  @Test
  void textsAreOrderedByCodePointAndShorterFirst() {
    List<String> ordered =
        List.of(
            "",
            "\0",
            "\0\0",
            "\0a",
            "a",
            "a\0",
            "a\0b",
            "aa",
            "b",
            "é",
            "日",
            "\uFFFD",
            "\uD83D\uDE00");
    for (int i = 1; i < ordered.size(); i++) {
      Key lower = Key.of(ordered.get(i - 1));
      assertThat(lower).isLessThan(Key.of(ordered.get(i)));
      // What follows a text does not change its order.
      assertThat(lower.with("zzz")).isLessThan(Key.of(ordered.get(i)).with("a"));
      assertThat(lower.with(Long.MAX_VALUE))
          .isLessThan(Key.of(ordered.get(i)).with(Long.MIN_VALUE));
    }
  }

  @Test
  void loneSurrogatesAreKeptApart() {
    Key high = Key.of("\uD800");
    Key low = Key.of("\uDC00");
    assertThat(high).isNotEqualTo(low).isNotEqualTo(Key.of("?"));
    assertThat(high.reader().nextText()).isEqualTo("\uD800");
    assertThat(Key.of("x\uDC00\uD800y").reader().nextText()).isEqualTo("x\uDC00\uD800y");
  }

  @Test
  void instantsKeepTheirOrder() {
    List<Instant> ordered =
        List.of(
            Instant.MIN,
            Instant.ofEpochSecond(-1, 5),
            Instant.EPOCH,
            Instant.EPOCH.plusNanos(1),
            Instant.ofEpochSecond(256),
            Instant.MAX);
    for (int i = 1; i < ordered.size(); i++) {
      assertThat(Key.EMPTY.with(ordered.get(i - 1))).isLessThan(Key.EMPTY.with(ordered.get(i)));
      assertThat(Key.EMPTY.with(ordered.get(i)).reader().nextInstant()).isEqualTo(ordered.get(i));
    }
  }

  @Test
  void prefixesHoldWholeParts() {
    KeyRange range = KeyRange.prefix(Key.of("t").with("ab"));
    assertThat(range.contains(Key.of("t").with("ab").encoded())).isTrue();
    assertThat(range.contains(Key.of("t").with("ab").with(Long.MAX_VALUE).encoded())).isTrue();
    assertThat(range.contains(Key.of("t").with("ab").with(Instant.MAX).encoded())).isTrue();
    assertThat(range.contains(Key.of("t").with("abc").encoded())).isFalse();
    assertThat(range.contains(Key.of("t").with("ab\0").encoded())).isFalse();
    assertThat(range.contains(Key.of("t").with("a").encoded())).isFalse();
  }

  @Test
  void textPrefixesHoldTextsThatBeginSo() {
    for (String prefix : List.of("ab", "", "a\0", "é")) {
      KeyRange range = KeyRange.textPrefix(Key.of("t"), prefix);
      for (String text : List.of(prefix, prefix + "\0", prefix + "c", prefix + "\uD83D\uDE00")) {
        assertThat(range.contains(Key.of("t").with(text).encoded())).isTrue();
        assertThat(range.contains(Key.of("t").with(text).with("further").encoded())).isTrue();
      }
      assertThat(range.contains(Key.of("t").encoded())).isFalse();
      assertThat(range.contains(Key.of("u").with(prefix).encoded())).isFalse();
      assertThat(range.contains(Key.of("t").with(5L).encoded())).isFalse();
    }
    assertThat(KeyRange.textPrefix(Key.of("t"), "ab").contains(Key.of("t").with("aa").encoded()))
        .isFalse();
    assertThat(KeyRange.textPrefix(Key.of("t"), "ab").contains(Key.of("t").with("ac").encoded()))
        .isFalse();
    assertThat(
            KeyRange.textPrefix(Key.of("t"), "a\0")
                .contains(Key.of("t").with("a").with("b").encoded()))
        .isFalse();
    assertThat(KeyRange.textPrefix(Key.of("t"), "a\0").contains(Key.of("t").with("ab").encoded()))
        .isFalse();
  }

  @Test
  void aPartOfAnotherKindIsAnError() {
    assertThatThrownBy(() -> Key.of("a").reader().nextLong())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Key.EMPTY.with(1L).reader().nextText())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Key.EMPTY.reader().next()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Key.of("a").without(Key.of("b")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Key.encoded(new byte[] {2, 'a'}).reader().nextText())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Key.encoded(new byte[] {0x1C, 1}).reader().nextLong())
        .isInstanceOf(IllegalStateException.class);
    assertThat(Key.of("a").with(1L)).hasToString("(a, 1)");
  }

  @Test
  void bytesAreATupleIfTheyAreTheFormOfSomeParts() {
    assertThat(Key.EMPTY.isTuple()).isTrue();
    assertThat(Key.EMPTY.isInTable()).isFalse();
    assertThat(Key.EMPTY.with(1).isInTable()).isFalse();
    assertThat(Key.of("t").with(1).isInTable()).isTrue();
    byte[] bytes = {1, 2, 0x0C, 0x13, 0x14, 0x15, 0x1C, 0x30, 0, 0, -1, 'a', (byte) 0xC3, -87};
    java.util.Random random = new java.util.Random(4);
    int tuples = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] encoded = new byte[1 + random.nextInt(16)];
      for (int j = 0; j < encoded.length; j++) {
        encoded[j] = bytes[random.nextInt(bytes.length)];
      }
      Key key = Key.encoded(encoded);
      String shown = java.util.HexFormat.of().formatHex(encoded);
      assertThat(key.isTuple()).as(shown).isEqualTo(isMadeOfItsParts(key));
      tuples += key.isTuple() ? 1 : 0;
    }
    assertThat(tuples).isGreaterThan(1000);
  }

  private static boolean isMadeOfItsParts(Key key) {
    try {
      Key made = Key.EMPTY;
      for (KeyReader parts = key.reader(); parts.hasNext(); ) {
        made = made.withPart(parts.next());
      }
      return made.equals(key);
    } catch (RuntimeException malformed) {
      return false;
    }
  }
}
