package io.nephele.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void fewValuesAreKeptExactly() {
    Distribution some = new Distribution();
    for (int i = Distribution.MOST; i > 0; i--) {
      some.add(i, 2);
    }
    Samples samples = some.samples();
    assertThat(samples.values()).hasSize(Distribution.MOST).isSorted().contains(1, 300);
    assertThat(samples.counts()).containsOnly(2.0);
    assertThat(samples.statistics()).isEqualTo(new StatisticSet(600, 90_300, 1, 300));
  }

  @Test
  void manyValuesTakeBoundedSpaceAndAreNearlyRight() {
    Distribution some = new Distribution();
    int most = 20_000;
    for (int i = 1; i <= most; i++) {
      some.add(i, 1);
    }
    Samples samples = some.samples();
    double[] values = samples.values();
    double[] counts = samples.counts();
    assertThat(values.length).isLessThanOrEqualTo(Distribution.MOST);
    assertThat(samples.sampleCount()).isEqualTo(most);
    assertThat(samples.maximum()).isEqualTo(most);
    double below = 0;
    for (int i = 0; i < values.length; i++) {
      below += counts[i];
      assertThat(values[i]).isCloseTo(below, within(1 + 0.04 * below));
    }
    assertThat(below).isEqualTo(most);
  }

  @Test
  void valuesOfAllMagnitudesTakeBoundedSpace() {
    Distribution some = new Distribution();
    for (int exponent = -1000; exponent < 1000; exponent++) {
      some.add(Math.scalb(1.0, exponent), 1);
      some.add(-Math.scalb(1.5, exponent), 1);
    }
    Samples samples = some.samples();
    assertThat(samples.values()).isSorted();
    assertThat(samples.values().length).isLessThanOrEqualTo(Distribution.MOST);
    double count = 0;
    for (double each : samples.counts()) {
      count += each;
    }
    assertThat(count).isEqualTo(4000);
  }

  @Test
  void aStatisticSetHidesTheValues() {
    Distribution some = new Distribution();
    some.add(1, 1);
    some.add(Samples.of(new StatisticSet(2, 5, 1, 4)));
    assertThat(some.samples().isDistributed()).isFalse();
    assertThat(some.samples().statistics()).isEqualTo(new StatisticSet(3, 6, 1, 4));
  }
}
