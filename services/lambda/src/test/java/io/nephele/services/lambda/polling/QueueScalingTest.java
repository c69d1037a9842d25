package io.nephele.services.lambda.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.api.lambda.ProvisionedPollerConfig;
import io.nephele.api.lambda.ScalingConfig;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** More batches of a queue run while there is always one more. */
final class QueueScalingTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static QueueScaling of(EventSourceMappingConfiguration mapping) {
    QueueScaling scaling = new QueueScaling(200, BEGIN);
    scaling.take(mapping);
    return scaling;
  }

  @Test
  void thereAreThreeHundredMoreEachMinuteAndFewerWithoutWork() {
    QueueScaling scaling = of(new EventSourceMappingConfiguration());
    assertThat(scaling.allowed(5, BEGIN)).isEqualTo(5);
    assertThat(scaling.allowed(5, BEGIN.plusSeconds(60))).isEqualTo(305);
    assertThat(scaling.allowed(305, BEGIN.plusSeconds(600))).isEqualTo(1250);
    assertThat(scaling.mayGrow()).isFalse();
    assertThat(scaling.allowed(100, BEGIN.plusSeconds(660))).isEqualTo(950);
    assertThat(scaling.allowed(0, BEGIN.plusSeconds(3600))).isEqualTo(5);
  }

  @Test
  void theMachineAndTheMappingBoundThem() {
    QueueScaling small = new QueueScaling(4, BEGIN);
    small.take(new EventSourceMappingConfiguration());
    assertThat(small.allowed(32, BEGIN.plusSeconds(600))).isEqualTo(32);
    QueueScaling two =
        of(
            new EventSourceMappingConfiguration()
                .scalingConfig(new ScalingConfig().maximumConcurrency(2)));
    assertThat(two.allowed(2, BEGIN.plusSeconds(600))).isEqualTo(2);
  }

  @Test
  void provisionedPollersRunTenEach() {
    QueueScaling scaling =
        of(
            new EventSourceMappingConfiguration()
                .provisionedPollerConfig(
                    new ProvisionedPollerConfig().minimumPollers(2).maximumPollers(120)));
    assertThat(scaling.allowed(0, BEGIN)).isEqualTo(20);
    assertThat(scaling.allowed(20, BEGIN.plusSeconds(60))).isEqualTo(1020);
    assertThat(scaling.allowed(1020, BEGIN.plusSeconds(600))).isEqualTo(1200);
  }
}
