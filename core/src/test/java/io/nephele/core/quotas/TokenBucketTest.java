package io.nephele.core.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static int taken(TokenBucket bucket, Instant now) {
    int taken = 0;
    while (bucket.take(1, now)) {
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @CsvSource({"100, 20", "5, 6", "5, 7", "5, 3", "1, 0.2", "50, 0.1", "1000, 30000", "4, 0.3"})
  void holdsItsCapacityAndRefillsAtItsRate(long capacity, double rate) {
    TokenBucket bucket = new TokenBucket(new BucketSize(capacity, rate));
    assertThat(taken(bucket, START)).isEqualTo(capacity);
    assertThat(bucket.tokens(START)).isZero();
    Instant oneMore = START.plusNanos((long) Math.ceil(1e9 / rate) + 200);
    assertThat(taken(bucket, oneMore.minusNanos(1000))).isZero();
    assertThat(taken(bucket, oneMore)).isEqualTo(1);
    Instant full = oneMore.plusSeconds((long) Math.ceil(capacity / rate) + 1);
    assertThat(bucket.isFull(full)).isTrue();
    assertThat(bucket.tokens(full)).isEqualTo(capacity);
    assertThat(taken(bucket, full.plusSeconds(100_000))).isEqualTo(capacity);
  }

  @Test
  void refillsWhileItIsTakenFrom() {
    TokenBucket bucket = new TokenBucket(new BucketSize(10, 10));
    assertThat(taken(bucket, START)).isEqualTo(10);
    assertThat(taken(bucket, START.plusMillis(250))).isEqualTo(2);
    assertThat(taken(bucket, START.plusMillis(300))).isEqualTo(1);
    assertThat(taken(bucket, START.plusMillis(1300))).isEqualTo(10);
  }

  @Test
  void takesManyTokensAtOnceOrNone() {
    TokenBucket bucket = new TokenBucket(new BucketSize(1000, 2));
    assertThat(bucket.take(600, START)).isTrue();
    assertThat(bucket.take(600, START)).isFalse();
    assertThat(bucket.take(400, START)).isTrue();
    assertThat(bucket.take(2, START.plusSeconds(1))).isTrue();
    assertThat(bucket.take(1001, START.plusSeconds(1_000_000))).isFalse();
    assertThat(bucket.take(Long.MAX_VALUE, START)).isFalse();
  }

  @Test
  void survivesAClockThatIsSetBack() {
    TokenBucket bucket = new TokenBucket(new BucketSize(10, 1));
    Instant later = START.plusSeconds(1_000_000);
    assertThat(taken(bucket, later)).isEqualTo(10);
    assertThat(taken(bucket, START)).isEqualTo(10);
    assertThat(taken(bucket, START.plusSeconds(3))).isEqualTo(3);
  }

  @Test
  void givesEachTokenOnceToManyThreads() {
    TokenBucket bucket = new TokenBucket(new BucketSize(10_000, 1));
    AtomicInteger taken = new AtomicInteger();
    IntStream.range(0, 40_000)
        .parallel()
        .forEach(i -> taken.addAndGet(bucket.take(1, START) ? 1 : 0));
    assertThat(taken).hasValue(10_000);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "1, -1", "1, NaN", "1, Infinity", "1000001, 1", "-1, 1"})
  void hasBounds(long capacity, double rate) {
    assertThatThrownBy(() -> new BucketSize(capacity, rate))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
