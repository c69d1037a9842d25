package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SessionPoliciesTest {
  private static final String SQS_READ_ONLY = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess";

  @Inject Nephele nephele;
  private Actors actors;
  private StsClient user;
  private String role;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
    user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    role =
        actors.role(
            A, "worker", trust(A, "sts:AssumeRole, sts:TagSession", "{}"), allow("sqs:*", "*"));
  }

  private AssumeRoleResponse assume(Consumer<AssumeRoleRequest.Builder> more) {
    return user.assumeRole(r -> more.accept(r.roleArn(role).roleSessionName("visit")));
  }

  private static PolicyDescriptorType arn(String arn) {
    return PolicyDescriptorType.builder().arn(arn).build();
  }

  @Test
  void aPolicyLimitsTheSession() {
    AssumeRoleResponse limited = assume(r -> r.policy(allow("sqs:ListQueues, sns:*", "*")));
    assertThat(limited.packedPolicySize()).isBetween(1, 20);
    SqsClient sqs = actors.client(SqsClient.class, limited.credentials());
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
    assertCode(() -> sqs.createQueue(q -> q.queueName("orders")), "AccessDenied");
  }

  @Test
  void managedPoliciesDoToo() {
    AssumeRoleResponse limited = assume(r -> r.policyArns(arn(SQS_READ_ONLY)));
    SqsClient sqs = actors.client(SqsClient.class, limited.credentials());
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
    assertCode(() -> sqs.createQueue(q -> q.queueName("orders")), "AccessDenied");
    String missing = "arn:aws:iam::" + A + ":policy/missing";
    assertError(
        () -> assume(r -> r.policyArns(arn(missing))),
        "ValidationError",
        400,
        "Policy " + missing + " does not exist or is not attachable.");
  }

  @Test
  void theyNeverGrantMore() {
    AssumeRoleResponse session = assume(r -> r.policy(allow("*", "*")));
    assertCode(
        () -> actors.sts(session.credentials()).getFederationToken(r -> r.name("guest")),
        "AccessDenied");
    assertCode(
        () ->
            actors
                .sts(session.credentials())
                .decodeAuthorizationMessage(r -> r.encodedMessage("x")),
        "AccessDenied");
  }

  @Test
  void documentsAreChecked() {
    assertCode(() -> assume(r -> r.policy("{\"Version\": ")), "MalformedPolicyDocument");
    assertCode(
        () -> assume(r -> r.policy(trust(A))), "MalformedPolicyDocument"); // names a principal
  }

  @Test
  void theirSizeIsLimited() {
    String long2048 = allow("sqs:*", "arn:aws:sqs:*:*:" + "q".repeat(2100));
    assertCode(() -> assume(r -> r.policy(long2048)), "ValidationError");
    List<PolicyDescriptorType> eleven = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      eleven.add(arn(SQS_READ_ONLY));
    }
    assertCode(() -> assume(r -> r.policyArns(eleven)), "ValidationError");
  }

  @Test
  void theirPackedSizeIsLimited() {
    Random random = new Random(7);
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      StringBuilder value = new StringBuilder();
      for (int j = 0; j < 100; j++) {
        value
            .append((char) ('0' + random.nextInt(75) % 10))
            .append((char) ('a' + random.nextInt(26)));
      }
      tags.add(Tag.builder().key("key" + i).value(value.toString()).build());
    }
    assertThat(assume(r -> r.tags(tags.subList(0, 5))).packedPolicySize()).isBetween(20, 100);
    assertCode(() -> assume(r -> r.tags(tags)), "PackedPolicyTooLarge");
  }
}
