package io.nephele.services.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Schedules go off when they say. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TimesTest {
  private static final String TIME = "<aws.scheduler.scheduled-time>";

  @Inject SchedulerClient scheduler;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private String queue;

  @BeforeEach
  void queue() {
    Setting.role(iam, "sqs:SendMessage");
    queue = Setting.queue(sqs, "times");
  }

  private void goTo(String time) {
    clock.advance(Duration.between(clock.now(), Instant.parse(time)));
  }

  private List<String> times() {
    return Setting.bodies(sqs, "times");
  }

  private int year() {
    return clock.now().atZone(java.time.ZoneOffset.UTC).getYear() + 1;
  }

  @Test
  void aNightlyJobRunsEveryNightOfAMonth() {
    int year = year();
    goTo(year + "-06-01T00:00:00Z");
    Setting.create(scheduler, "nightly", "cron(30 2 * * ? *)", queue, TIME);
    // A queue keeps its messages for four days.
    List<String> nights = new ArrayList<>();
    for (int day = 4; day <= 28; day += 3) {
      goTo("%d-06-%02dT00:00:00Z".formatted(year, day));
      nights.addAll(times());
    }
    goTo(year + "-07-01T00:00:00Z");
    nights.addAll(times());
    assertThat(nights).hasSize(30).doesNotHaveDuplicates();
    assertThat(nights.getFirst()).isEqualTo(year + "-06-01T02:30:00Z");
    assertThat(nights.getLast()).isEqualTo(year + "-06-30T02:30:00Z");
  }

  @Test
  void clocksThatAreChangedAreFollowed() {
    goTo("2031-03-29T00:00:00Z");
    scheduler.createSchedule(
        Setting.schedule("early", "cron(30 2 * * ? *)", Setting.target(queue, TIME))
            .scheduleExpressionTimezone("Europe/Berlin")
            .build());
    goTo("2031-04-01T00:00:00Z");
    // On the 30th Berlin's clocks go from 2:00 to 3:00.
    assertThat(times()).containsExactly("2031-03-29T01:30:00Z", "2031-03-31T00:30:00Z");
    goTo("2031-10-25T12:00:00Z");
    times();
    goTo("2031-10-27T12:00:00Z");
    // On the 26th they show 2:30 twice.
    assertThat(times()).containsExactly("2031-10-26T00:30:00Z", "2031-10-27T01:30:00Z");
  }

  @Test
  void aTimeComesOnceAndItsScheduleMayGo() {
    Instant at = clock.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofHours(3));
    String expression = "at(" + at.toString().replace("Z", "") + ")";
    Setting.create(scheduler, "stays", expression, queue, "stays");
    scheduler.createSchedule(
        Setting.schedule("goes", expression, Setting.target(queue, "goes"))
            .actionAfterCompletion(ActionAfterCompletion.DELETE)
            .build());
    clock.advance(Duration.ofHours(2));
    assertThat(times()).isEmpty();
    clock.advance(Duration.ofHours(2));
    assertThat(times()).containsExactly("goes", "stays");
    assertThat(scheduler.getSchedule(g -> g.name("stays")).state())
        .isEqualTo(ScheduleState.ENABLED);
    assertThatThrownBy(() -> scheduler.getSchedule(g -> g.name("goes")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Schedule goes does not exist.");
    clock.advance(Duration.ofDays(400));
    assertThat(times()).isEmpty();
  }

  @Test
  void aRateBeginsAtOnceOrAtItsStartAndEnds() {
    Setting.create(scheduler, "soon", "rate(10 minutes)", queue, "soon");
    clock.advance(Duration.ofMinutes(60));
    assertThat(times()).hasSizeBetween(6, 7);
    scheduler.deleteSchedule(d -> d.name("soon"));

    Instant start = clock.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(5));
    scheduler.createSchedule(
        Setting.schedule("later", "rate(1 hour)", Setting.target(queue, TIME))
            .startDate(start)
            .endDate(start.plus(Duration.ofHours(2)))
            .build());
    clock.advance(Duration.ofDays(1));
    assertThat(times())
        .containsExactly(
            start.toString(),
            start.plus(Duration.ofHours(1)).toString(),
            start.plus(Duration.ofHours(2)).toString());
  }

  @Test
  void aFlexibleWindowDelaysWithinItself() {
    goTo(year() + "-01-01T00:30:00Z");
    scheduler.createSchedule(
        Setting.schedule("loose", "cron(0 * * * ? *)", Setting.target(queue, TIME))
            .flexibleTimeWindow(
                w -> w.mode(FlexibleTimeWindowMode.FLEXIBLE).maximumWindowInMinutes(30))
            .build());
    String url = sqs.getQueueUrl(q -> q.queueName("times")).queueUrl();
    List<Long> delays = new ArrayList<>();
    clock.advance(Duration.ofHours(20));
    sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageSystemAttributeNamesWithStrings("SentTimestamp"))
        .messages()
        .forEach(
            message ->
                delays.add(
                    Long.parseLong(message.attributesAsStrings().get("SentTimestamp"))
                        - Instant.parse(message.body()).toEpochMilli()));
    assertThat(delays).hasSize(10).allMatch(delay -> delay >= 0 && delay < 30 * 60_000);
    assertThat(delays.stream().distinct().count()).isGreaterThan(5);
  }

  @Test
  void whoIsSwitchedOffWaits() {
    Setting.create(scheduler, "hourly", "rate(1 hour)", queue, "tick");
    clock.advance(Duration.ofMinutes(1));
    times();
    update("hourly", ScheduleState.DISABLED);
    clock.advance(Duration.ofHours(10));
    assertThat(times()).isEmpty();
    update("hourly", ScheduleState.ENABLED);
    clock.advance(Duration.ofHours(3));
    assertThat(times()).hasSize(3);
    scheduler.deleteSchedule(d -> d.name("hourly"));
    clock.advance(Duration.ofHours(3));
    assertThat(times()).isEmpty();
  }

  private void update(String name, ScheduleState state) {
    scheduler.updateSchedule(
        u ->
            u.name(name)
                .scheduleExpression("rate(1 hour)")
                .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                .target(Setting.target(queue, "tick"))
                .state(state));
  }
}
