package io.nephele.services.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Groups and their schedules are made, listed, tagged and deleted. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class GroupsTest {
  @Inject SchedulerClient scheduler;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @Test
  void aGroupTakesItsSchedulesWithIt() {
    Setting.role(iam, "*");
    String queue = Setting.queue(sqs, "inbox");
    scheduler.createScheduleGroup(g -> g.name("team"));
    scheduler.createSchedule(
        Setting.schedule("tick", "rate(1 minute)", Setting.target(queue, "tick"))
            .groupName("team")
            .build());
    assertThatThrownBy(() -> scheduler.createScheduleGroup(g -> g.name("team")))
        .isInstanceOf(ConflictException.class);
    scheduler.deleteScheduleGroup(g -> g.name("team"));
    assertThat(scheduler.getScheduleGroup(g -> g.name("team")).state())
        .isEqualTo(ScheduleGroupState.DELETING);
    assertThatThrownBy(
            () ->
                scheduler.createSchedule(
                    Setting.schedule("late", "rate(1 minute)", Setting.target(queue, "tick"))
                        .groupName("team")
                        .build()))
        .isInstanceOf(ConflictException.class);
    clock.advance(Duration.ofSeconds(2));
    Setting.messages(sqs, "inbox");
    clock.advance(Duration.ofHours(1));
    assertThat(Setting.bodies(sqs, "inbox")).isEmpty();
    assertThatThrownBy(() -> scheduler.getScheduleGroup(g -> g.name("team")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Schedule group team does not exist.");
    assertThatThrownBy(() -> scheduler.deleteScheduleGroup(g -> g.name("default")))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void tagsAreOfGroups() {
    String arn =
        scheduler
            .createScheduleGroup(
                g -> g.name("team").tags(Tag.builder().key("a").value("1").build()))
            .scheduleGroupArn();
    assertThat(arn).isEqualTo("arn:aws:scheduler:us-east-1:000000000000:schedule-group/team");
    scheduler.tagResource(t -> t.resourceArn(arn).tags(Tag.builder().key("b").value("2").build()));
    scheduler.untagResource(u -> u.resourceArn(arn).tagKeys("a"));
    assertThat(scheduler.listTagsForResource(l -> l.resourceArn(arn)).tags())
        .containsExactly(Tag.builder().key("b").value("2").build());
    assertThat(scheduler.listScheduleGroups(l -> l.namePrefix("t")).scheduleGroups())
        .extracting(ScheduleGroupSummary::name)
        .containsExactly("team");
    assertThat(scheduler.listScheduleGroups(l -> l.maxResults(10)).scheduleGroups())
        .extracting(ScheduleGroupSummary::name)
        .containsExactly("default", "team");
  }

  @Test
  void schedulesAreListedInPages() {
    Setting.role(iam, "*");
    String queue = Setting.queue(sqs, "inbox");
    scheduler.createScheduleGroup(g -> g.name("team"));
    for (int i = 0; i < 5; i++) {
      Setting.create(scheduler, "job" + i, "rate(1 day)", queue, "x");
    }
    scheduler.createSchedule(
        Setting.schedule("other", "rate(1 day)", Setting.target(queue, "x"))
            .groupName("team")
            .state(ScheduleState.DISABLED)
            .build());
    assertThat(
            scheduler.listSchedulesPaginator(l -> l.maxResults(2)).schedules().stream()
                .map(ScheduleSummary::name))
        .containsExactly("job0", "job1", "job2", "job3", "job4", "other");
    assertThat(scheduler.listSchedules(l -> l.groupName("team")).schedules()).hasSize(1);
    assertThat(scheduler.listSchedules(l -> l.state(ScheduleState.DISABLED)).schedules())
        .extracting(ScheduleSummary::name)
        .containsExactly("other");
    assertThat(scheduler.listSchedules(l -> l.namePrefix("job")).schedules()).hasSize(5);
  }

  @Test
  void aScheduleIsMadeOnce() {
    Setting.role(iam, "*");
    String queue = Setting.queue(sqs, "inbox");
    CreateScheduleRequest request =
        Setting.schedule("one", "rate(1 day)", Setting.target(queue, "x"))
            .clientToken("same")
            .build();
    String arn = scheduler.createSchedule(request).scheduleArn();
    assertThat(scheduler.createSchedule(request).scheduleArn()).isEqualTo(arn);
    assertThatThrownBy(
            () -> scheduler.createSchedule(request.toBuilder().clientToken("other").build()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Schedule one already exists.");
    assertThat(scheduler.getSchedule(g -> g.name("one")))
        .satisfies(
            got -> {
              assertThat(got.scheduleExpressionTimezone()).isEqualTo("UTC");
              assertThat(got.state()).isEqualTo(ScheduleState.ENABLED);
              assertThat(got.target().retryPolicy().maximumRetryAttempts()).isEqualTo(185);
              assertThat(got.groupName()).isEqualTo("default");
            });
  }

  @Test
  void whatCannotBeIsRefused() {
    Setting.role(iam, "*");
    String queue = Setting.queue(sqs, "inbox");
    CreateScheduleRequest good =
        Setting.schedule("one", "rate(1 day)", Setting.target(queue, "x")).build();
    refused(good.toBuilder().scheduleExpression("rate(1 days)"), "Invalid Schedule Expression");
    refused(good.toBuilder().scheduleExpressionTimezone("Mars/Olympus"), "Mars/Olympus");
    refused(
        good.toBuilder().flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.FLEXIBLE)),
        "MaximumWindowInMinutes");
    refused(
        good.toBuilder().startDate(clock.now().minus(Duration.ofHours(1))),
        "cannot be earlier than 5 minutes ago");
    refused(good.toBuilder().endDate(clock.now().minus(Duration.ofHours(1))), "in the past");
    refused(
        good.toBuilder().kmsKeyArn("arn:aws:kms:us-east-1:000000000000:key/a"),
        "Nephele does not implement KmsKeyArn");
    assertThatThrownBy(
            () -> scheduler.createSchedule(good.toBuilder().groupName("nowhere").build()))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private void refused(CreateScheduleRequest.Builder request, String words) {
    assertThatThrownBy(() -> scheduler.createSchedule(request.build())).hasMessageContaining(words);
  }
}
