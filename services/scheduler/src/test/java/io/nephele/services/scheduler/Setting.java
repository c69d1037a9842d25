package io.nephele.services.scheduler;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A role that the scheduler may assume, and queues for it to send to. */
final class Setting {
  static final String ROLE = "arn:aws:iam::000000000000:role/clockwork";

  private Setting() {}

  /** Makes the role, which may do that. */
  static void role(IamClient iam, String action) {
    iam.createRole(
        r ->
            r.roleName("clockwork")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"scheduler.amazonaws.com"}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName("clockwork")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s",
                    "Resource":"*"}]}\
                    """
                        .formatted(action)));
  }

  static String queue(SqsClient sqs, String name) {
    sqs.createQueue(c -> c.queueName(name));
    return "arn:aws:sqs:us-east-1:000000000000:" + name;
  }

  static Target target(String arn, String input) {
    return Target.builder().arn(arn).roleArn(ROLE).input(input).build();
  }

  /** A request for a schedule without a window. */
  static CreateScheduleRequest.Builder schedule(String name, String expression, Target target) {
    return CreateScheduleRequest.builder()
        .name(name)
        .scheduleExpression(expression)
        .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
        .target(target);
  }

  static void create(
      SchedulerClient scheduler, String name, String expression, String queue, String input) {
    scheduler.createSchedule(schedule(name, expression, target(queue, input)).build());
  }

  /** All messages of a queue, which are taken. */
  static List<Message> messages(SqsClient sqs, String name) {
    String url = sqs.getQueueUrl(q -> q.queueName(name)).queueUrl();
    List<Message> all = new ArrayList<>();
    while (true) {
      List<Message> some =
          sqs.receiveMessage(
                  r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
              .messages();
      if (some.isEmpty()) {
        return all;
      }
      for (Message message : some) {
        sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
      all.addAll(some);
    }
  }

  static List<String> bodies(SqsClient sqs, String name) {
    return messages(sqs, name).stream().map(Message::body).sorted().toList();
  }
}
