package io.nephele.services.logs.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QuantilesTest {
  @Test
  void fewValuesAreExact() {
    Quantiles values = new Quantiles();
    for (int i = 100; i > 0; i--) {
      values.add(i);
    }

    assertThat(values.percentile(95)).isEqualTo(95);
    assertThat(values.percentile(0)).isEqualTo(1);
    assertThat(new Quantiles().percentile(50)).isNull();
  }

  @Test
  void manyValuesAreWithinATenthOfAPercent() {
    Random random = new Random(3);
    Quantiles values = new Quantiles();
    Quantiles others = new Quantiles();
    double[] all = new double[200_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = Math.exp(random.nextGaussian() * 5) * (i % 3 == 0 ? -1 : 1);
      (i % 4 == 0 ? others : values).add(all[i]);
    }
    values.merge(others);
    Arrays.sort(all);

    for (double percent : new double[] {0.1, 10, 50, 90, 99.9}) {
      double exact = all[(int) Math.ceil(percent / 100 * all.length) - 1];
      assertThat(values.percentile(percent)).isCloseTo(exact, within(Math.abs(exact) * 0.001));
    }
  }
}
