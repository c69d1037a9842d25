package io.nephele.conformance.clients;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.utils.IoUtils;

/**
 * What a day of a developer has of everything: queues of both kinds, what is given up and moved
 * back, users, roles and sessions, refusals, timers, and a clock that is turned. Its answers are
 * kept as they came.
 */
final class MixedWorkload {
  private static final String ACCOUNT = "000000000000";
  private static final String ALLOW_SEND =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Action":["sqs:SendMessage","sqs:GetQueueUrl"],"Resource":"*"}]}""";
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"sts:AssumeRole"}]}""";

  private final URI endpoint;
  private final Consumer<Duration> clock;
  private final List<String> answers = new ArrayList<>();

  /**
   * A workload.
   *
   * @param clock turns the world's clock on
   */
  MixedWorkload(URI endpoint, Consumer<Duration> clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /** Does it all; returns status, headers and body of every answer. */
  List<String> run() {
    AwsCredentials root = AwsBasicCredentials.create(ACCOUNT, "test");
    try (SqsClient sqs = client(SqsClient.builder(), root);
        IamClient iam = client(IamClient.builder(), root);
        StsClient sts = client(StsClient.builder(), root)) {
      standardQueues(sqs);
      fifoQueues(sqs);
      identities(iam, sts);
      clock.accept(Duration.ofDays(2));
      sqs.listQueues();
      iam.listUsers();
      leaveWork(sqs);
    }
    return answers;
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder, AwsCredentials credentials) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(settings -> settings.addExecutionInterceptor(new Recorder()))
        .build();
  }

  private void standardQueues(SqsClient sqs) {
    String failed = create(sqs, "failed", Map.of());
    String arn = "arn:aws:sqs:us-east-1:" + ACCOUNT + ":failed";
    String redrive = "{\"maxReceiveCount\":2,\"deadLetterTargetArn\":\"" + arn + "\"}";
    String orders =
        create(sqs, "orders", Map.of("RedrivePolicy", redrive, "VisibilityTimeout", "5"));
    sqs.tagQueue(tag -> tag.queueUrl(orders).tags(Map.of("team", "a", "stage", "b", "cost", "c")));
    for (int i = 0; i < 30; i++) {
      int number = i;
      sqs.sendMessage(
          send ->
              send.queueUrl(orders)
                  .messageBody("order " + number)
                  .delaySeconds(number % 3)
                  .messageAttributes(
                      Map.of("number", text("" + number), "kind", text("k"), "at", text("t"))));
    }
    sqs.sendMessageBatch(
        batch ->
            batch
                .queueUrl(orders)
                .entries(
                    SendMessageBatchRequestEntry.builder().id("a").messageBody("first").build(),
                    SendMessageBatchRequestEntry.builder().id("b").messageBody("other").build()));
    for (int round = 0; round < 8; round++) {
      List<Message> received = receive(sqs, orders);
      for (int i = 0; i < received.size(); i += 3) {
        String handle = received.get(i).receiptHandle();
        if (i % 2 == 0) {
          sqs.deleteMessage(delete -> delete.queueUrl(orders).receiptHandle(handle));
        } else {
          sqs.changeMessageVisibility(
              change -> change.queueUrl(orders).receiptHandle(handle).visibilityTimeout(30));
        }
      }
      clock.accept(Duration.ofSeconds(3));
    }
    sqs.getQueueAttributes(get -> get.queueUrl(orders).attributeNamesWithStrings("All"));
    sqs.startMessageMoveTask(move -> move.sourceArn(arn).maxNumberOfMessagesPerSecond(2));
    clock.accept(Duration.ofSeconds(4));
    sqs.listMessageMoveTasks(list -> list.sourceArn(arn).maxResults(5));
    clock.accept(Duration.ofMinutes(10));
    sqs.listMessageMoveTasks(list -> list.sourceArn(arn).maxResults(5));
    sqs.getQueueAttributes(get -> get.queueUrl(failed).attributeNamesWithStrings("All"));
    sqs.listQueueTags(tags -> tags.queueUrl(orders));
  }

  /** Has messages moved that nobody waits for, so that timers are left. */
  private void leaveWork(SqsClient sqs) {
    String failed = sqs.getQueueUrl(get -> get.queueName("failed")).queueUrl();
    String back = create(sqs, "back", Map.of());
    for (int i = 0; i < 5; i++) {
      int number = i;
      sqs.sendMessage(send -> send.queueUrl(failed).messageBody("failed " + number));
    }
    sqs.startMessageMoveTask(
        move ->
            move.sourceArn("arn:aws:sqs:us-east-1:" + ACCOUNT + ":failed")
                .destinationArn(
                    "arn:aws:sqs:us-east-1:" + ACCOUNT + ":" + back.replaceAll(".*/", ""))
                .maxNumberOfMessagesPerSecond(1));
    clock.accept(Duration.ofSeconds(2));
  }

  private void fifoQueues(SqsClient sqs) {
    String fifo = create(sqs, "steps.fifo", Map.of("FifoQueue", "true", "VisibilityTimeout", "60"));
    for (int i = 0; i < 20; i++) {
      int number = i;
      sqs.sendMessage(
          send ->
              send.queueUrl(fifo)
                  .messageBody("step " + number)
                  .messageGroupId("group-" + number % 4)
                  .messageDeduplicationId("id-" + number / 2));
    }
    for (int i = 0; i < 3; i++) {
      for (Message message : receive(sqs, fifo)) {
        sqs.deleteMessage(d -> d.queueUrl(fifo).receiptHandle(message.receiptHandle()));
      }
      clock.accept(Duration.ofMinutes(2));
    }
    String other = create(sqs, "gone", Map.of());
    sqs.sendMessage(send -> send.queueUrl(other).messageBody("m"));
    sqs.deleteQueue(delete -> delete.queueUrl(other));
  }

  private void identities(IamClient iam, StsClient sts) {
    iam.createGroup(group -> group.groupName("senders"));
    for (String name : List.of("alice", "bob", "carol")) {
      iam.createUser(user -> user.userName(name));
      iam.addUserToGroup(add -> add.userName(name).groupName("senders"));
    }
    String policy =
        iam.createPolicy(create -> create.policyName("send").policyDocument(ALLOW_SEND))
            .policy()
            .arn();
    iam.attachGroupPolicy(attach -> attach.groupName("senders").policyArn(policy));
    iam.createRole(role -> role.roleName("worker").assumeRolePolicyDocument(TRUST));
    iam.attachRolePolicy(attach -> attach.roleName("worker").policyArn(policy));
    AccessKey key = iam.createAccessKey(create -> create.userName("alice")).accessKey();
    Credentials session =
        sts.assumeRole(
                assume ->
                    assume
                        .roleArn("arn:aws:iam::" + ACCOUNT + ":role/worker")
                        .roleSessionName("run"))
            .credentials();
    send(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    AwsCredentials worker =
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    send(worker);
    clock.accept(Duration.ofHours(2));
    refused(worker);
    iam.getAccessKeyLastUsed(used -> used.accessKeyId(key.accessKeyId()));
    iam.getRole(role -> role.roleName("worker"));
    iam.generateCredentialReport();
    clock.accept(Duration.ofMinutes(1));
    iam.getCredentialReport();
    iam.getAccountAuthorizationDetails();
    sts.getSessionToken();
    sts.getFederationToken(token -> token.name("partner").policy(ALLOW_SEND));
    iam.removeUserFromGroup(remove -> remove.userName("carol").groupName("senders"));
    iam.deleteUser(user -> user.userName("carol"));
  }

  /** What is allowed, and what is not. */
  private void send(AwsCredentials credentials) {
    try (SqsClient sqs = client(SqsClient.builder(), credentials)) {
      String url = sqs.getQueueUrl(get -> get.queueName("orders")).queueUrl();
      sqs.sendMessage(send -> send.queueUrl(url).messageBody("by somebody"));
    }
    refused(credentials);
  }

  private void refused(AwsCredentials credentials) {
    try (SqsClient sqs = client(SqsClient.builder(), credentials)) {
      sqs.listQueues();
      throw new AssertionError("was not refused");
    } catch (SqsException e) {
      answers.add(e.awsErrorDetails().errorCode());
    }
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static String create(SqsClient sqs, String name, Map<String, String> attributes) {
    return sqs.createQueue(c -> c.queueName(name).attributesWithStrings(attributes)).queueUrl();
  }

  private static List<Message> receive(SqsClient sqs, String url) {
    return sqs.receiveMessage(
            receive ->
                receive
                    .queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  /** Keeps answers as they came, but for the port and the time of HTTP. */
  private final class Recorder implements ExecutionInterceptor {
    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      StringBuilder answer = new StringBuilder();
      answer.append(context.httpResponse().statusCode()).append('\n');
      context
          .httpResponse()
          .headers()
          .forEach(
              (name, values) -> {
                if (!name.equalsIgnoreCase("Date")) {
                  answer.append(name).append(": ").append(values).append('\n');
                }
              });
      byte[] body = context.responseBody().map(MixedWorkload::read).orElse(new byte[0]);
      answer.append(new String(body, StandardCharsets.UTF_8));
      answers.add(answer.toString().replace(":" + endpoint.getPort(), ":PORT"));
      return Optional.of(new ByteArrayInputStream(body));
    }
  }

  private static byte[] read(InputStream in) {
    try (in) {
      return IoUtils.toByteArray(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
