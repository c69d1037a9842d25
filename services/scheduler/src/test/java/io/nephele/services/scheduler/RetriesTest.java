package io.nephele.services.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.faults.FaultEffect;
import io.nephele.core.faults.FaultRule;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Calls that fail for a while are made again. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RetriesTest {
  @Inject Nephele nephele;
  @Inject SchedulerClient scheduler;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private Instant begun;

  @BeforeEach
  void role() {
    Setting.role(iam, "*");
    begun = clock.now().minusSeconds(60);
  }

  private void once(Target target) {
    scheduler.createSchedule(Setting.schedule("once", "rate(365 days)", target).build());
  }

  /** Has the first calls of CreateQueue fail. */
  private void failing(int times) {
    nephele
        .world()
        .faults()
        .add(
            FaultRule.of(FaultEffect.error("ServiceUnavailable"))
                .on("sqs", "CreateQueue")
                .times(times));
  }

  private static Target make(String input) {
    return Setting.target("arn:aws:scheduler:::aws-sdk:sqs:createQueue", input);
  }

  private double sum(String metric) {
    MetricKey key =
        new MetricKey(
            "000000000000",
            "us-east-1",
            "AWS/Scheduler",
            metric,
            Map.of("ScheduleGroup", "default"),
            "Count");
    return nephele.world().metrics().read(key, begun, clock.now().plusSeconds(60)).values().stream()
        .mapToDouble(StatisticSet::sum)
        .sum();
  }

  @Test
  void whatFailsForAWhileIsTriedAgain() {
    failing(3);
    once(make("{\"QueueName\":\"try<aws.scheduler.attempt-number>\"}"));
    clock.advance(Duration.ofMinutes(5));
    assertThat(sqs.listQueues().queueUrls()).singleElement().asString().endsWith("/try4");
    assertThat(sum("InvocationAttemptCount")).isEqualTo(4);
    assertThat(sum("TargetErrorCount")).isEqualTo(3);
    assertThat(sum("InvocationDroppedCount")).isZero();
  }

  @Test
  void whatFailsTooOftenIsKept() {
    String dead = Setting.queue(sqs, "dead");
    failing(3);
    once(
        make("{\"QueueName\":\"never\"}").toBuilder()
            .retryPolicy(r -> r.maximumRetryAttempts(2))
            .deadLetterConfig(d -> d.arn(dead))
            .build());
    clock.advance(Duration.ofMinutes(5));
    Message message = Setting.messages(sqs, "dead").getFirst();
    assertThat(message.body()).isEqualTo("{\"QueueName\":\"never\"}");
    assertThat(message.messageAttributes().get("RETRY_ATTEMPTS").stringValue()).isEqualTo("2");
    assertThat(message.messageAttributes().get("EXHAUSTED_RETRY_CONDITION").stringValue())
        .isEqualTo("MaximumRetryAttempts");
    assertThat(sum("InvocationDroppedCount")).isEqualTo(1);
    assertThat(sum("InvocationsSentToDeadLetterCount")).isEqualTo(1);
  }
}
