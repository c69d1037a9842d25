package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SequenceNumberTest {
  private static Shard shard(long number, long epoch) {
    return new Shard(number, HashKey.LOWEST, HashKey.HIGHEST, -1, -1, 0, epoch, 0, -1, 0);
  }

  @Test
  void aSequenceNumberSaysWhereItIsFrom() {
    long position = Shard.firstPosition(1_795_000_000_123L) + 77;
    for (long number : new long[] {0, 1, 15, 16, 9_999, 0xFFFF_FFFFL}) {
      String text = SequenceNumber.of(shard(number, 1_795_000_000L), position);
      assertThat(text).hasSize(56).startsWith("49");
      assertThat(SequenceNumber.parse(text))
          .isEqualTo(new SequenceNumber(1_795_000_000L, number, position));
    }
  }

  @Test
  void laterPositionsAndChildrenAreGreater() {
    BigInteger first = new BigInteger(SequenceNumber.of(shard(7, 1000), 5));
    assertThat(new BigInteger(SequenceNumber.of(shard(7, 1000), 6))).isGreaterThan(first);
    assertThat(new BigInteger(SequenceNumber.of(shard(7, 1000), Long.MAX_VALUE)))
        .isGreaterThan(first)
        .isLessThan(new BigInteger(SequenceNumber.of(shard(3, 1001), 0)));
  }

  @Test
  void otherNumbersAreNone() {
    assertThat(SequenceNumber.parse("0")).isNull();
    assertThat(SequenceNumber.parse("4".repeat(56))).isNull();
    assertThat(SequenceNumber.parse("9".repeat(56))).isNull();
    assertThat(SequenceNumber.parse("x".repeat(56))).isNull();
  }
}
