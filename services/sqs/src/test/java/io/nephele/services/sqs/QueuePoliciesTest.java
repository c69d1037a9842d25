package io.nephele.services.sqs;

import static io.nephele.services.sqs.Callers.OTHER;
import static io.nephele.services.sqs.Callers.OWNER;
import static io.nephele.services.sqs.Callers.assertDenied;
import static io.nephele.services.sqs.Callers.may;
import static io.nephele.services.sqs.Callers.policy;
import static io.nephele.services.sqs.Callers.queueArn;
import static io.nephele.services.sqs.Callers.statement;
import static io.nephele.services.sqs.Callers.userArn;
import static io.nephele.services.sqs.TestQueues.attribute;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.receiveOne;
import static io.nephele.services.sqs.TestQueues.send;
import static io.nephele.services.sqs.TestQueues.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What policies of queues let whom do. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QueuePoliciesTest {
  private static final String ANYONE = "{\"AWS\":\"*\"}";
  private static final String NO_POLICY_OF_THE_QUEUE =
      " because no resource-based policy allows the %s action";
  private static final String NO_POLICY_OF_THE_USER =
      " because no identity-based policy allows the %s action";
  private static final String DENIED_BY_THE_QUEUE =
      " with an explicit deny in a resource-based policy";

  @Inject Nephele nephele;
  @Inject SqsClient sqs;
  private Callers callers;

  @BeforeEach
  void callers() {
    callers = new Callers(nephele);
  }

  private String queue(String name, String... statements) {
    String url = create(sqs, name);
    set(sqs, url, "Policy", policy(statements));
    return url;
  }

  private static String aws(String principal) {
    return "{\"AWS\":\"" + principal + "\"}";
  }

  private static void assertDeniedSend(
      ThrowingCallable call, String principalArn, String queue, String because) {
    String action = "sqs:sendmessage";
    assertDenied(call, principalArn, action, queue, because.formatted(action));
  }

  @Test
  @Fact({"sqs-028", "sqs-029", "iam-014"})
  void aPolicyLetsAUserOfAnotherAccountInWhomItsOwnPoliciesLetOut() {
    String url = create(sqs, "shared");
    SqsClient permitted = callers.user(OTHER, "permitted", may("sqs:*", "*"));
    SqsClient plain = callers.user(OTHER, "plain", may("s3:*", "*"));
    assertDeniedSend(
        () -> send(permitted, url, "no"),
        userArn(OTHER, "permitted"),
        "shared",
        NO_POLICY_OF_THE_QUEUE);

    set(
        sqs,
        url,
        "Policy",
        policy(
            statement("Allow", aws(userArn(OTHER, "permitted")), "sqs:SendMessage", "shared"),
            statement("Allow", aws(OTHER), "sqs:ReceiveMessage", "shared")));
    send(permitted, url, "yes");
    assertThat(receiveOne(permitted, url).body()).isEqualTo("yes");
    assertDeniedSend(
        () -> send(plain, url, "no"), userArn(OTHER, "plain"), "shared", NO_POLICY_OF_THE_QUEUE);
    assertDenied(
        () -> receiveOne(plain, url),
        userArn(OTHER, "plain"),
        "sqs:receivemessage",
        "shared",
        NO_POLICY_OF_THE_USER.formatted("sqs:receivemessage"));

    set(sqs, url, "Policy", "");
    assertDeniedSend(
        () -> send(permitted, url, "no more"),
        userArn(OTHER, "permitted"),
        "shared",
        NO_POLICY_OF_THE_QUEUE);
  }

  @Test
  @Fact("sqs-029")
  void aPermissionIsInForceUntilItIsRemoved() {
    String url = create(sqs, "permission");
    SqsClient other = callers.root(OTHER);
    String otherRoot = "arn:aws:iam::" + OTHER + ":root";
    sqs.addPermission(
        r ->
            r.queueUrl(url)
                .label("one")
                .awsAccountIds(OTHER)
                .actions("SendMessage", "GetQueueUrl"));
    send(other, url, "yes");
    assertThat(
            other
                .getQueueUrl(r -> r.queueName("permission").queueOwnerAWSAccountId(OWNER))
                .queueUrl())
        .isEqualTo(url);
    assertDenied(
        () -> receiveOne(other, url),
        otherRoot,
        "sqs:receivemessage",
        "permission",
        NO_POLICY_OF_THE_QUEUE.formatted("sqs:receivemessage"));
    sqs.removePermission(r -> r.queueUrl(url).label("one"));
    assertDeniedSend(() -> send(other, url, "no"), otherRoot, "permission", NO_POLICY_OF_THE_QUEUE);
    assertDenied(
        () -> other.getQueueUrl(r -> r.queueName("permission").queueOwnerAWSAccountId(OWNER)),
        otherRoot,
        "sqs:getqueueurl",
        "permission",
        NO_POLICY_OF_THE_QUEUE.formatted("sqs:getqueueurl"));
  }

  @Test
  void inTheQueuesAccountEitherPolicyIsEnough() {
    String url =
        queue("own", statement("Allow", aws(userArn(OWNER, "named")), "sqs:SendMessage", "own"));
    SqsClient named = callers.user(OWNER, "named", may("s3:*", "*"));
    SqsClient permitted = callers.user(OWNER, "permitted", may("sqs:SendMessage", queueArn("own")));
    SqsClient plain = callers.user(OWNER, "plain", may("s3:*", "*"));
    send(named, url, "named");
    send(permitted, url, "permitted");
    assertDeniedSend(
        () -> send(plain, url, "plain"), userArn(OWNER, "plain"), "own", NO_POLICY_OF_THE_USER);
  }

  @Test
  void anExplicitDenyHoldsForTheOwnersRootUserToo() {
    String url = queue("closed", statement("Deny", ANYONE, "sqs:SendMessage", "closed"));
    SqsClient permitted = callers.user(OWNER, "permitted", may("*", "*"));
    assertDeniedSend(
        () -> send(sqs, url, "no"),
        "arn:aws:iam::" + OWNER + ":root",
        "closed",
        DENIED_BY_THE_QUEUE);
    assertDeniedSend(
        () -> send(permitted, url, "no"),
        userArn(OWNER, "permitted"),
        "closed",
        DENIED_BY_THE_QUEUE);
    set(sqs, url, "Policy", "");
    send(sqs, url, "yes");
  }

  @Test
  void batchesNeedThePermissionOfSingleCalls() {
    String url = queue("batches", statement("Allow", aws(OTHER), "sqs:SendMessage", "batches"));
    SqsClient other = callers.root(OTHER);
    assertThat(
            other
                .sendMessageBatch(
                    r -> r.queueUrl(url).entries(e -> e.id("1").messageBody("in a batch")))
                .successful())
        .hasSize(1);
    String handle = receiveOne(sqs, url).receiptHandle();
    assertDenied(
        () ->
            other.deleteMessageBatch(
                r -> r.queueUrl(url).entries(e -> e.id("1").receiptHandle(handle))),
        "arn:aws:iam::" + OTHER + ":root",
        "sqs:deletemessage",
        "batches",
        NO_POLICY_OF_THE_QUEUE.formatted("sqs:deletemessage"));
    assertDenied(
        () ->
            other.changeMessageVisibilityBatch(
                r ->
                    r.queueUrl(url)
                        .entries(e -> e.id("1").receiptHandle(handle).visibilityTimeout(1))),
        "arn:aws:iam::" + OTHER + ":root",
        "sqs:changemessagevisibility",
        "batches",
        NO_POLICY_OF_THE_QUEUE.formatted("sqs:changemessagevisibility"));
  }

  @Test
  void someActionsAreTheOwnersWhateverPoliciesSay() {
    String url = queue("managed", statement("Allow", ANYONE, "sqs:*", "managed"));
    SqsClient other = callers.root(OTHER);
    assertThat(attribute(other, url, QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo("30");
    other.purgeQueue(r -> r.queueUrl(url));
    assertThat(other.listDeadLetterSourceQueues(r -> r.queueUrl(url)).queueUrls()).isEmpty();
    assertThat(other.listQueues().queueUrls()).isEmpty();
    Map<String, ThrowingCallable> owners =
        Map.of(
            "setqueueattributes", () -> set(other, url, "VisibilityTimeout", "1"),
            "deletequeue", () -> other.deleteQueue(r -> r.queueUrl(url)),
            "tagqueue", () -> other.tagQueue(r -> r.queueUrl(url).tags(Map.of("a", "b"))),
            "untagqueue", () -> other.untagQueue(r -> r.queueUrl(url).tagKeys("a")),
            "listqueuetags", () -> other.listQueueTags(r -> r.queueUrl(url)),
            "addpermission",
                () ->
                    other.addPermission(
                        r -> r.queueUrl(url).label("l").awsAccountIds(OTHER).actions("*")),
            "removepermission", () -> other.removePermission(r -> r.queueUrl(url).label("l")));
    owners.forEach(
        (operation, call) ->
            assertDenied(
                call,
                "arn:aws:iam::" + OTHER + ":root",
                "sqs:" + operation,
                "managed",
                NO_POLICY_OF_THE_QUEUE.formatted("sqs:" + operation)));
  }

  @Test
  void conditionsTellCallersApart() {
    SqsClient permitted = callers.user(OTHER, "permitted", may("sqs:*", "*"));
    String encrypted =
        queue(
            "encrypted",
            statement("Allow", ANYONE, "sqs:SendMessage", "encrypted"),
            statement(
                "Deny",
                ANYONE,
                "sqs:*",
                "encrypted",
                "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"));
    assertDeniedSend(
        () -> send(permitted, encrypted, "in clear"),
        userArn(OTHER, "permitted"),
        "encrypted",
        DENIED_BY_THE_QUEUE);
    String here = queue("here", onlyFrom("127.0.0.0/8", "here"));
    send(permitted, here, "from this machine");
    String there = queue("there", onlyFrom("10.0.0.0/8", "there"));
    assertDeniedSend(
        () -> send(permitted, there, "no"),
        userArn(OTHER, "permitted"),
        "there",
        NO_POLICY_OF_THE_QUEUE);
    String organization =
        queue(
            "organization",
            statement(
                "Allow",
                ANYONE,
                "sqs:SendMessage",
                "organization",
                "{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}"));
    assertDeniedSend(
        () -> send(permitted, organization, "no"),
        userArn(OTHER, "permitted"),
        "organization",
        NO_POLICY_OF_THE_QUEUE);
    String named =
        queue(
            "named",
            statement(
                "Allow",
                ANYONE,
                "sqs:SendMessage",
                "named",
                "{\"StringLike\":{\"aws:username\":\"perm*\"},"
                    + "\"StringEquals\":{\"aws:PrincipalAccount\":\""
                    + OTHER
                    + "\"}}"));
    send(permitted, named, "yes");
  }

  private static String onlyFrom(String range, String queue) {
    return statement(
        "Allow",
        ANYONE,
        "sqs:SendMessage",
        queue,
        "{\"IpAddress\":{\"aws:SourceIp\":\"" + range + "\"}}");
  }

  @Test
  void tagsOfQueuesCountInUsersPolicies() {
    String url = create(sqs, "tagged");
    String only =
        """
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
         "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}}
        """;
    SqsClient blue = callers.user(OWNER, "blue", only);
    assertDeniedSend(
        () -> send(blue, url, "no"), userArn(OWNER, "blue"), "tagged", NO_POLICY_OF_THE_USER);
    sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("team", "blue")));
    send(blue, url, "yes");
  }

  @Test
  void whoMayNotSeeAQueueIsNotToldWhetherItIsThere() {
    SqsClient permitted = callers.user(OTHER, "permitted", may("sqs:*", "*"));
    String url = create(sqs, "hidden");
    assertDeniedSend(
        () -> send(permitted, url, "no"),
        userArn(OTHER, "permitted"),
        "hidden",
        NO_POLICY_OF_THE_QUEUE);
    assertDeniedSend(
        () -> send(permitted, url + "-not", "no"),
        userArn(OTHER, "permitted"),
        "hidden-not",
        NO_POLICY_OF_THE_QUEUE);
    SqsClient own = callers.user(OWNER, "own", may("sqs:*", "*"));
    assertThatThrownBy(() -> send(own, url + "-not", "no"))
        .isInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void moveTasksAreCancelledByWhoMayDoSoWithTheirQueue() {
    String dead = create(sqs, "dead");
    create(
        sqs,
        "source",
        "RedrivePolicy",
        "{\"deadLetterTargetArn\":\"" + queueArn("dead") + "\",\"maxReceiveCount\":1}");
    for (int i = 0; i < 3; i++) {
      send(sqs, dead, "dead " + i);
    }
    String task =
        sqs.startMessageMoveTask(
                r ->
                    r.sourceArn(queueArn("dead"))
                        .destinationArn(queueArn("source"))
                        .maxNumberOfMessagesPerSecond(1))
            .taskHandle();
    SqsClient ofSource =
        callers.user(OWNER, "of-source", may("sqs:CancelMessageMoveTask", queueArn("source")));
    SqsClient ofDead =
        callers.user(OWNER, "of-dead", may("sqs:CancelMessageMoveTask", queueArn("dead")));
    assertDenied(
        () -> ofSource.cancelMessageMoveTask(r -> r.taskHandle(task)),
        userArn(OWNER, "of-source"),
        "sqs:cancelmessagemovetask",
        "dead",
        NO_POLICY_OF_THE_USER.formatted("sqs:cancelmessagemovetask"));
    ofDead.cancelMessageMoveTask(r -> r.taskHandle(task));
  }
}
