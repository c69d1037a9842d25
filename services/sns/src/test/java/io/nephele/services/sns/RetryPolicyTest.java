package io.nephele.services.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryPolicyTest {
  private static List<Long> delays(RetryPolicy policy) {
    List<Long> delays = new ArrayList<>();
    for (int i = 1; policy.delay(i) >= 0; i++) {
      delays.add(policy.delay(i));
    }
    return delays;
  }

  @Test
  void phasesFollowOneAnother() {
    assertThat(delays(new RetryPolicy(10, 30, 7, 1, 2, 1, "linear")))
        .containsExactly(0L, 10_000L, 10_000L, 10_000L, 20_000L, 30_000L, 30_000L);
    assertThat(delays(RetryPolicy.HTTP)).containsExactly(20_000L, 20_000L, 20_000L);
  }

  @Test
  void queuesAreTriedForThreeWeeks() {
    long days = 0;
    for (int i = 1; RetryPolicy.AWS.delay(i) >= 0; i++) {
      days += RetryPolicy.AWS.delay(i);
    }
    assertThat(days / 86_400_000).isEqualTo(23);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "arithmetic", "geometric", "exponential"})
  void delaysGrowFromTheLeastToTheGreatest(String backoff) {
    List<Long> delays = delays(new RetryPolicy(5, 100, 8, 0, 0, 0, backoff));
    assertThat(delays).hasSize(8).isSorted().doesNotHaveDuplicates();
    assertThat(delays.getFirst()).isEqualTo(5_000);
    assertThat(delays.getLast()).isEqualTo(100_000);
  }

  @Test
  void policiesThatCannotBeAreRefused() {
    refused("{\"healthyRetryPolicy\":{\"numRetries\":101}}", "numRetries must be an integer");
    refused("{\"healthyRetryPolicy\":{\"minDelayTarget\":30,\"maxDelayTarget\":20}}", "minDelay");
    refused("{\"healthyRetryPolicy\":{\"backoffFunction\":\"cubic\"}}", "backoffFunction must be");
    refused("{\"healthyRetryPolicy\":{\"numRetries\":100,\"minDelayTarget\":100}}", "3600 seconds");
    refused("{\"colour\":1}", "Unexpected JSON member: colour");
    refused("{\"requestPolicy\":{\"headerContentType\":\"a/b\"}}", "headerContentType must be");
  }

  private static void refused(String policy, String message) {
    assertThatThrownBy(() -> DeliveryPolicies.checkSubscription(policy))
        .hasMessageContaining("Invalid parameter: DeliveryPolicy: ")
        .hasMessageContaining(message);
  }
}
