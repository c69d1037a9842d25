package io.nephele.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.bench.scaling.ScalingModel.Parameters;
import io.nephele.bench.scaling.ScalingModel.Result;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What docs/scaling.md says is what the model says. */
class ScalingModelTest {
  private static Result run(int nodes, int queues) {
    return ScalingModel.run(Parameters.usual(nodes, queues), 1, 1);
  }

  @Test
  void aRunRepeatsWithItsSeed() {
    assertThat(run(3, 5)).isEqualTo(run(3, 5));
    assertThat(ScalingModel.run(Parameters.usual(3, 5), 1, 2)).isNotEqualTo(run(3, 5));
  }

  @Test
  void aNodeAloneIsAsFastAsItsConnectionsAllow() {
    // Nothing is contended: nine round trips, their work and the agreement of replicas.
    Result result = run(1, 16);
    double one = 9 * 500 + 8 * 20 + 60 + 1000 + 250;
    assertThat(result.rate()).isCloseTo(16 * 1e6 / one, Percentage.withPercentage(5));
  }

  @Test
  void oneQueueIsAsFastAsItsTurns() {
    Result few = run(2, 1);
    Result many = run(30, 1);
    assertThat(many.rate()).isCloseTo(few.rate(), Percentage.withPercentage(5));
    assertThat(many.turns()).isGreaterThan(0.95);
  }

  @Test
  void whereTheWorldStandsIsWhatBreaksFirst() {
    Result five = run(5, 80);
    Result hundred = run(100, 1600);
    Result twoHundred = run(200, 3200);
    assertThat(five.positions()).isLessThan(0.9);
    assertThat(hundred.positions()).isGreaterThan(0.95);
    assertThat(twoHundred.rate()).isCloseTo(hundred.rate(), Percentage.withPercentage(5));
  }

  @Test
  void withCopiesOfItAThousandNodesAreAThousandTimesOne() {
    Result one = ScalingModel.run(Parameters.usual(1, 16).with(256, 10), 1, 1);
    Result many = ScalingModel.run(Parameters.usual(1000, 16_000).with(256, 10), 0.05, 1);
    assertThat(many.rate()).isGreaterThan(0.8 * 1000 * one.rate());
    assertThat(many.members()).isLessThan(0.2);
    assertThat(ScalingModel.run(Parameters.usual(1000, 16_000), 0.01, 1).members())
        .isGreaterThan(1);
  }
}
