package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestEntities.allow;
import static io.nephele.services.iam.TestEntities.deny;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.Statement;
import software.amazon.awssdk.services.sqs.SqsClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SimulatePrincipalPolicyTest {
  @Inject IamClient iam;
  @Inject SqsClient rootSqs;
  @Inject Nephele nephele;

  private List<EvaluationResult> simulate(String arn, String... actions) {
    return iam.simulatePrincipalPolicy(r -> r.policySourceArn(arn).actionNames(actions))
        .evaluationResults();
  }

  @Test
  void policiesOfUserAndGroupsAreNamed() {
    TestEntities entities = new TestEntities(nephele);
    String managed = entities.policy("Shared", allow("s3:DeleteObject", "*"));
    entities.group("Team", Map.of("GroupInline", allow("s3:PutObject", "*")), managed);
    String arn = entities.user("alice", Map.of("UserInline", allow("s3:GetObject", "*")), "Team");
    entities.put(entities.user("alice").withAttached(List.of(managed)));
    List<EvaluationResult> results =
        simulate(arn, "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket");
    assertThat(results)
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("allowed", "allowed", "allowed", "implicitDeny");
    List<String> sources = new ArrayList<>();
    for (EvaluationResult result : results) {
      for (Statement statement : result.matchedStatements()) {
        sources.add(statement.sourcePolicyId());
        assertThat(statement.sourcePolicyTypeAsString()).isEqualTo("IAM Policy");
      }
    }
    assertThat(sources)
        .containsExactly("user_alice_UserInline", "group_Team_GroupInline", "Shared");
  }

  @Test
  void groupsAndRolesHavePoliciesToo() {
    TestEntities entities = new TestEntities(nephele);
    String group = entities.group("Team", Map.of("own", allow("s3:PutObject", "*")));
    String role =
        entities.role(
            "Worker",
            Map.of("own", allow("s3:GetObject", "*")),
            "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess");
    assertThat(simulate(group, "s3:PutObject").getFirst().matchedStatements().getFirst())
        .extracting(Statement::sourcePolicyId)
        .isEqualTo("group_Team_own");
    List<EvaluationResult> results = simulate(role, "s3:GetObject", "sqs:ListQueues");
    assertThat(results.getFirst().matchedStatements().getFirst().sourcePolicyId())
        .isEqualTo("role_Worker_own");
    assertThat(results.getLast().matchedStatements().getFirst().sourcePolicyId())
        .isEqualTo("AmazonSQSReadOnlyAccess");
  }

  @Test
  void furtherPoliciesAndAnotherBoundary() {
    TestEntities entities = new TestEntities(nephele);
    String arn = entities.user("alice", Map.of("own", allow("s3:*", "*")));
    String boundary = entities.policy("Limit", allow("s3:GetObject", "*"));
    entities.put(entities.user("alice").withBoundary(boundary));
    List<EvaluationResult> own = simulate(arn, "s3:GetObject", "s3:PutObject");
    assertThat(own)
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("allowed", "implicitDeny");
    assertThat(own.getLast().permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
        .isFalse();
    List<EvaluationResult> others =
        iam.simulatePrincipalPolicy(
                r ->
                    r.policySourceArn(arn)
                        .actionNames("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
                        .policyInputList(deny("s3:DeleteObject", "*"))
                        .permissionsBoundaryPolicyInputList(
                            TestEntities.policyOf("Allow", "s3:*Object", "*")))
            .evaluationResults();
    assertThat(others)
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("allowed", "allowed", "explicitDeny");
  }

  @Test
  void keysOfThePrincipalAreThere() {
    TestEntities entities = new TestEntities(nephele);
    String arn =
        entities.user(
            "alice",
            Map.of(
                "own",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                    + "\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::home/${aws:username}/*\","
                    + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"blue\"}}}]}"));
    assertThat(
            iam.simulatePrincipalPolicy(
                    r ->
                        r.policySourceArn(arn)
                            .actionNames("s3:GetObject")
                            .resourceArns("arn:aws:s3:::home/alice/x", "arn:aws:s3:::home/bob/x"))
                .evaluationResults()
                .getFirst()
                .resourceSpecificResults())
        .extracting(result -> result.evalResourceDecisionAsString())
        .containsExactly("allowed", "implicitDeny");
  }

  @Test
  void principalsThatAreNotThere() {
    assertFails(
        "NoSuchEntity",
        "The user with name nobody cannot be found.",
        () -> simulate(TestEntities.ARN + "user/nobody", "s3:GetObject"));
    assertFails(
        "InvalidInput",
        "Invalid Entity Arn: arn:aws:iam::000000000000:root does not clearly define entity type and"
            + " name.",
        () -> simulate(TestEntities.ARN + "root", "s3:GetObject"));
  }

  /** The same is decided when the user does it. */
  @Test
  @Fact("iam-009")
  void realCallsAreDecidedTheSame() {
    String one = rootSqs.createQueue(r -> r.queueName("one")).queueUrl();
    String two = rootSqs.createQueue(r -> r.queueName("two")).queueUrl();
    TestEntities entities = new TestEntities(nephele);
    entities.group("Team", Map.of("no-purge", deny("sqs:PurgeQueue", "*")));
    String arn =
        entities.user(
            "alice",
            Map.of(
                "one",
                allow("sqs:*", "arn:aws:sqs:us-east-1:000000000000:one"),
                "list",
                allow("sqs:ListQueues", "*")),
            "Team");
    SqsClient sqs = Clients.create(SqsClient.class, nephele, "us-east-1", entities.key("alice"));
    compare(
        arn,
        "sqs:SendMessage",
        "one",
        () -> sqs.sendMessage(r -> r.queueUrl(one).messageBody("m")));
    compare(
        arn,
        "sqs:SendMessage",
        "two",
        () -> sqs.sendMessage(r -> r.queueUrl(two).messageBody("m")));
    compare(arn, "sqs:PurgeQueue", "one", () -> sqs.purgeQueue(r -> r.queueUrl(one)));
    compare(arn, "sqs:PurgeQueue", "two", () -> sqs.purgeQueue(r -> r.queueUrl(two)));
    compare(arn, "sqs:GetQueueUrl", "two", () -> sqs.getQueueUrl(r -> r.queueName("two")));
    compare(arn, "sqs:CreateQueue", "three", () -> sqs.createQueue(r -> r.queueName("three")));
    assertThat(simulate(arn, "sqs:ListQueues").getFirst().evalDecisionAsString())
        .isEqualTo("allowed");
    assertThat(sqs.listQueues().queueUrls()).containsExactlyInAnyOrder(one, two);
  }

  private void compare(String arn, String action, String queue, ThrowingCallable call) {
    String resource = "arn:aws:sqs:us-east-1:000000000000:" + queue;
    String decision =
        iam.simulatePrincipalPolicy(
                r -> r.policySourceArn(arn).actionNames(action).resourceArns(resource))
            .evaluationResults()
            .getFirst()
            .evalDecisionAsString();
    assertThat(realDecision(call)).as(action + " on " + queue).isEqualTo(decision);
  }

  private static String realDecision(ThrowingCallable call) {
    try {
      call.call();
      return "allowed";
    } catch (AwsServiceException e) {
      assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(403);
      return e.getMessage().contains("explicit deny") ? "explicitDeny" : "implicitDeny";
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void contextKeysOfPolicies() {
    TestEntities entities = new TestEntities(nephele);
    String document =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
            + "\"Resource\":\"arn:aws:s3:::home/${aws:username}/*\",\"Condition\":{\"StringLike\":"
            + "{\"s3:Prefix\":[\"${aws:PrincipalTag/team, 'none'}/*\",\"x\"]},\"Bool\":"
            + "{\"aws:SecureTransport\":true}}}]}";
    String arn = entities.user("alice", Map.of("own", document));
    assertThat(
            iam.getContextKeysForPrincipalPolicy(
                    r ->
                        r.policySourceArn(arn)
                            .policyInputList(
                                "{\"Statement\":{\"Resource\":\"${not:read}\",\"Condition\":"
                                    + "{\"Null\":{\"aws:userid\":\"true\"}}}}"))
                .contextKeyNames())
        .containsExactlyInAnyOrder(
            "s3:Prefix",
            "aws:SecureTransport",
            "aws:username",
            "aws:PrincipalTag/team",
            "aws:userid");
    assertThat(
            iam.getContextKeysForCustomPolicy(r -> r.policyInputList(document, document))
                .contextKeyNames())
        .hasSize(8);
    for (String bad :
        List.of(
            "{",
            "[]",
            "{\"Statement\":[{\"Colour\":\"red\"}]}",
            "{\"Statement\":[1]}",
            "{\"Statement\":[{\"Condition\":{\"StringIs\":{\"a:b\":\"c\"}}}]}")) {
      assertFails(
          "InvalidInput",
          "Policy input list item 1 has invalid content",
          () -> iam.getContextKeysForCustomPolicy(r -> r.policyInputList(bad)));
    }
  }
}
