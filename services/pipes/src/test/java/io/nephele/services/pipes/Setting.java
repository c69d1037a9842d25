package io.nephele.services.pipes;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A role that pipes may assume, and queues. */
final class Setting {
  static final String ROLE = "arn:aws:iam::000000000000:role/plumber";

  private Setting() {}

  static void role(IamClient iam) {
    iam.createRole(
        r ->
            r.roleName("plumber")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":["pipes.amazonaws.com","lambda.amazonaws.com",
                    "firehose.amazonaws.com"]}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName("plumber")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",
                    "Resource":"*"}]}\
                    """));
  }

  /** Makes a queue whose messages come back after 30 seconds; returns its ARN. */
  static String queue(SqsClient sqs, String name) {
    sqs.createQueue(c -> c.queueName(name));
    return "arn:aws:sqs:us-east-1:000000000000:" + name;
  }

  static String url(SqsClient sqs, String name) {
    return sqs.getQueueUrl(q -> q.queueName(name)).queueUrl();
  }

  static void send(SqsClient sqs, String name, String body) {
    sqs.sendMessage(m -> m.queueUrl(url(sqs, name)).messageBody(body));
  }

  /** The bodies of all messages of a queue, which are taken. */
  static List<String> bodies(SqsClient sqs, String name) {
    List<String> all = new ArrayList<>();
    while (true) {
      List<Message> some =
          sqs.receiveMessage(r -> r.queueUrl(url(sqs, name)).maxNumberOfMessages(10)).messages();
      if (some.isEmpty()) {
        return all.stream().sorted().toList();
      }
      for (Message message : some) {
        sqs.deleteMessage(d -> d.queueUrl(url(sqs, name)).receiptHandle(message.receiptHandle()));
        all.add(message.body());
      }
    }
  }
}
