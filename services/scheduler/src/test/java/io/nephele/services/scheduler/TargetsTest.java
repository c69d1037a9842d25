package io.nephele.services.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.scheduler.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Targets of many kinds are called in the name of a role. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TargetsTest {
  @Inject SchedulerClient scheduler;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private void once(String name, Target target) {
    scheduler.createSchedule(Setting.schedule(name, "rate(365 days)", target).build());
    clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void anyOperationOfAnyServiceIsATarget() {
    Setting.role(iam, "*");
    once(
        "make",
        Setting.target(
            "arn:aws:scheduler:::aws-sdk:sqs:createQueue",
            "{\"queueName\":\"made\",\"Attributes\":{\"DelaySeconds\":\"7\"}}"));
    String url = sqs.getQueueUrl(q -> q.queueName("made")).queueUrl();
    assertThat(
            sqs.getQueueAttributes(g -> g.queueUrl(url).attributeNamesWithStrings("All"))
                .attributesAsStrings())
        .containsEntry("DelaySeconds", "7");
    clock.advance(Duration.ofSeconds(1));
    once(
        "bus",
        Setting.target(
            "arn:aws:scheduler:::aws-sdk:eventbridge:createEventBus", "{\"Name\":\"own\"}"));
    once(
        "again",
        Setting.target(
            "arn:aws:scheduler:::aws-sdk:iam:createUser",
            "{\"UserName\":\"u<aws.scheduler.attempt-number>\"}"));
    assertThat(iam.getUser(u -> u.userName("u1")).user().userName()).isEqualTo("u1");
  }

  @Test
  void whatOnlyReadsOrIsUnknownIsNoTarget() {
    Setting.role(iam, "*");
    for (String action :
        List.of("sqs:listQueues", "sqs:receiveMessage", "sqs:flyAway", "nothing:atAll")) {
      assertThatThrownBy(
              () -> once("no", Setting.target("arn:aws:scheduler:::aws-sdk:" + action, null)))
          .as(action)
          .isInstanceOf(ValidationException.class);
    }
    assertThatThrownBy(
            () ->
                once(
                    "no",
                    Setting.target("arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "{\"Nope\":1}")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("The field 'Nope' is not supported.");
    assertThatThrownBy(
            () -> once("no", Setting.target("arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "{")))
        .hasMessageContaining("Malformed JSON");
  }

  @Test
  void anOrderedQueueGetsItsGroup() {
    Setting.role(iam, "sqs:SendMessage");
    sqs.createQueue(
        q ->
            q.queueName("line.fifo")
                .attributesWithStrings(
                    java.util.Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true")));
    String arn = "arn:aws:sqs:us-east-1:000000000000:line.fifo";
    assertThatThrownBy(() -> once("bare", Setting.target(arn, "x")))
        .isInstanceOf(ValidationException.class);
    once(
        "line",
        Setting.target(arn, "x").toBuilder().sqsParameters(s -> s.messageGroupId("g")).build());
    assertThat(Setting.bodies(sqs, "line.fifo")).containsExactly("x");
  }

  @Test
  void whoHasNoInputGetsAnEvent() {
    Setting.role(iam, "sqs:SendMessage");
    once("plain", Setting.target(Setting.queue(sqs, "inbox"), null));
    assertThat(Setting.bodies(sqs, "inbox"))
        .singleElement()
        .asString()
        .contains(
            "\"detail-type\":\"Scheduled Event\"",
            "\"source\":\"aws.scheduler\"",
            "arn:aws:scheduler:us-east-1:000000000000:schedule/default/plain");
  }

  @Test
  void whatIsRefusedGoesToTheDeadLetterQueue() {
    Setting.role(iam, "sqs:SendMessage");
    String dead = Setting.queue(sqs, "dead");
    String missing = "arn:aws:sqs:us-east-1:000000000000:missing";
    once(
        "lost",
        Setting.target(missing, "hello").toBuilder().deadLetterConfig(d -> d.arn(dead)).build());
    Message message = Setting.messages(sqs, "dead").getFirst();
    assertThat(message.body()).isEqualTo("hello");
    assertThat(message.messageAttributes().get("TARGET_ARN").stringValue()).isEqualTo(missing);
    assertThat(message.messageAttributes().get("SCHEDULE_ARN").stringValue())
        .endsWith("schedule/default/lost");
    assertThat(message.messageAttributes().get("ERROR_CODE").stringValue())
        .contains("QueueDoesNotExist");
    assertThat(message.messageAttributes().get("RETRY_ATTEMPTS").stringValue()).isEqualTo("0");
  }

  @Test
  void aRoleHasToTrustTheSchedulerAndToMay() {
    String queue = Setting.queue(sqs, "inbox");
    assertThatThrownBy(() -> once("early", Setting.target(queue, "x")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("must allow AWS EventBridge Scheduler to assume the role.");
    Setting.role(iam, "sns:Publish");
    once("weak", Setting.target(queue, "x"));
    assertThat(Setting.bodies(sqs, "inbox")).isEmpty();
  }

  @Test
  void otherTargetsAreRefused() {
    Setting.role(iam, "*");
    assertThatThrownBy(
            () ->
                once(
                    "no",
                    Setting.target("arn:aws:ecs:us-east-1:000000000000:cluster/one", null)
                        .toBuilder()
                        .ecsParameters(e -> e.taskDefinitionArn("arn:aws:ecs:::task"))
                        .build()))
        .hasMessageContaining("Nephele does not implement targets such as");
    assertThatThrownBy(() -> once("no", Setting.target("queue", null)))
        .hasMessageContaining("Provided Arn is not in correct format.");
  }
}
