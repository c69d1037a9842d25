package io.nephele.services.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Schedules that go off at the same times share what they can, and nothing else. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SeriesTest {
  private static final String HOURLY = "cron(0 * * * ? *)";

  @Inject SchedulerClient scheduler;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private String queue;
  private Instant hour;

  @BeforeEach
  void beginHalfPast() {
    Setting.role(iam, "sqs:SendMessage");
    queue = Setting.queue(sqs, "times");
    Instant next = clock.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    clock.advance(Duration.between(clock.now(), next.plus(Duration.ofMinutes(30))));
    hour = next;
  }

  private List<String> afterHours(int hours) {
    clock.advance(Duration.ofHours(hours));
    return Setting.bodies(sqs, "times");
  }

  @Test
  void eachBeginsAndEndsByItself() {
    Setting.create(scheduler, "always", HOURLY, queue, "always");
    scheduler.createSchedule(
        Setting.schedule("later", HOURLY, Setting.target(queue, "later"))
            .startDate(hour.plus(Duration.ofMinutes(150)))
            .build());
    scheduler.createSchedule(
        Setting.schedule("goes", HOURLY, Setting.target(queue, "goes"))
            .endDate(hour.plus(Duration.ofHours(2)))
            .actionAfterCompletion(ActionAfterCompletion.DELETE)
            .build());
    scheduler.createSchedule(
        Setting.schedule("stays", HOURLY, Setting.target(queue, "stays"))
            .endDate(hour.plus(Duration.ofMinutes(90)))
            .build());

    assertThat(afterHours(1)).containsExactly("always", "goes", "stays");
    assertThat(afterHours(1)).containsExactly("always", "goes");
    assertThat(afterHours(1)).containsExactly("always", "later");
    assertThat(afterHours(1)).containsExactly("always", "later");
    assertThat(scheduler.listSchedules(l -> {}).schedules().stream().map(ScheduleSummary::name))
        .containsExactly("always", "later", "stays");
  }

  @Test
  void whatOneBecomesDoesNotConcernTheOthers() {
    for (int i = 0; i < 20; i++) {
      Setting.create(scheduler, "s" + i, HOURLY, queue, "s" + i);
    }
    assertThat(afterHours(1)).hasSize(20).doesNotHaveDuplicates();
    scheduler.deleteSchedule(d -> d.name("s0"));
    change("s1", HOURLY, "other");
    change("s2", "rate(3 hours)", "slow");
    scheduler.createScheduleGroup(g -> g.name("more"));
    scheduler.createSchedule(
        Setting.schedule("s3", HOURLY, Setting.target(queue, "more")).groupName("more").build());

    assertThat(afterHours(1))
        .hasSize(19)
        .contains("other", "s3", "s19", "more")
        .doesNotContain("s0", "s1", "s2", "slow");
    scheduler.deleteScheduleGroup(d -> d.name("more"));
    assertThat(afterHours(1)).hasSize(19).contains("slow").doesNotContain("more");
  }

  private void change(String name, String expression, String input) {
    scheduler.updateSchedule(
        u ->
            u.name(name)
                .scheduleExpression(expression)
                .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                .target(Setting.target(queue, input)));
  }
}
