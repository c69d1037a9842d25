package io.nephele.services.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Functions get more environments only so fast. */
final class ScalingRateTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ScalingRate rate = new ScalingRate();

  /** How many environments a function may have more. */
  private int left(String function, Instant now) {
    int count = 0;
    while (rate.take(function, now)) {
      count++;
    }
    return count;
  }

  @Test
  @Fact({"lambda-091", "lambda-129"})
  void aFunctionGetsAThousandEachTenSeconds() {
    assertThat(left("one", BEGIN)).isEqualTo(1000);
    assertThat(left("two", BEGIN)).as("each function has its own").isEqualTo(1000);
    assertThat(left("one", BEGIN.plusSeconds(1))).isEqualTo(100);
    assertThat(left("one", BEGIN.plusSeconds(11))).isEqualTo(1000);
    assertThat(left("one", BEGIN.plusSeconds(3600))).as("none is saved up").isEqualTo(1000);
  }
}
