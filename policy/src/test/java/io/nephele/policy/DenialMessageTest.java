package io.nephele.policy;

import static io.nephele.policy.Policies.ALICE;
import static io.nephele.policy.Policies.QUEUE;
import static io.nephele.policy.Policies.STRANGER;
import static io.nephele.policy.Policies.control;
import static io.nephele.policy.Policies.identity;
import static io.nephele.policy.Policies.level;
import static io.nephele.policy.Policies.onResource;
import static io.nephele.policy.Policies.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The words of denials, as the IAM User Guide's page on access denied messages has them. */
class DenialMessageTest {
  private static final String START =
      "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sqs:SendMessage";
  private static final String ON_QUEUE = START + " on resource: " + QUEUE;
  private static final AttachedPolicy ALLOW = identity("Allow", "*", "*");
  private static final AttachedPolicy DENY = identity("Deny", "*", "*");

  private static Decision decide(PolicySet.Builder policies) {
    return PolicyEvaluator.evaluate(send(ALICE).build(), policies.build());
  }

  private static String message(PolicySet.Builder policies) {
    return decide(policies).message();
  }

  private static PolicySet.Builder set() {
    return PolicySet.builder();
  }

  @Test
  void implicitDenials() {
    AttachedPolicy s3 = identity("Allow", "s3:*", "*");
    assertThat(message(set()))
        .isEqualTo(
            ON_QUEUE + " because no identity-based policy allows the sqs:SendMessage action");
    assertThat(message(set().identity(ALLOW).boundary(s3)))
        .isEqualTo(ON_QUEUE + " because no permissions boundary allows the sqs:SendMessage action");
    assertThat(message(set().identity(ALLOW).session(s3)))
        .isEqualTo(ON_QUEUE + " because no session policy allows the sqs:SendMessage action");
    assertThat(message(set().identity(ALLOW).scpLevel(level())))
        .isEqualTo(
            ON_QUEUE + " because no service control policy allows the sqs:SendMessage action");
    assertThat(
            message(
                set()
                    .identity(ALLOW)
                    .vpcEndpoint(control(PolicyKind.VPC_ENDPOINT, "Allow", "s3:*"))))
        .isEqualTo(ON_QUEUE + " because no VPC endpoint policy allows the sqs:SendMessage action");
    Decision stranger =
        PolicyEvaluator.evaluate(send(STRANGER).build(), set().identity(ALLOW).build());
    assertThat(stranger.message())
        .isEqualTo(
            "User: arn:aws:iam::444455556666:user/eve is not authorized to perform: sqs:SendMessage"
                + " on resource: "
                + QUEUE
                + " because no resource-based policy allows the sqs:SendMessage action");
  }

  @Test
  void explicitDenials() {
    assertThat(message(set().identity(ALLOW).identity(DENY)))
        .isEqualTo(ON_QUEUE + " with an explicit deny in an identity-based policy");
    assertThat(message(set().identity(ALLOW).resource(onResource("Deny", "'*'", "*"))))
        .isEqualTo(ON_QUEUE + " with an explicit deny in a resource-based policy");
    assertThat(message(set().identity(ALLOW).boundary(DENY)))
        .isEqualTo(ON_QUEUE + " with an explicit deny in a permissions boundary");
    assertThat(message(set().identity(ALLOW).session(DENY)))
        .isEqualTo(ON_QUEUE + " with an explicit deny in a session policy");
    assertThat(message(set().scpLevel(level(control(PolicyKind.SCP, "Deny", "*")))))
        .isEqualTo(ON_QUEUE + " with an explicit deny in a service control policy");
    assertThat(message(set().rcpLevel(level(control(PolicyKind.RCP, "Deny", "sqs:*")))))
        .isEqualTo(ON_QUEUE + " with an explicit deny in a resource control policy");
    assertThat(message(set().vpcEndpoint(control(PolicyKind.VPC_ENDPOINT, "Deny", "*"))))
        .isEqualTo(ON_QUEUE + " with an explicit deny in a VPC endpoint policy");
  }

  @Test
  void aManagedPolicyIsNamedWithinTheAccountOnly() {
    String arn = "arn:aws:iam::111122223333:policy/NoQueues";
    AttachedPolicy managed = new AttachedPolicy(DENY.document(), arn);
    AttachedPolicy inline = new AttachedPolicy(DENY.document(), "NoQueues");
    String denied = ON_QUEUE + " with an explicit deny in an identity-based policy";
    assertThat(message(set().identity(managed))).isEqualTo(denied + ": " + arn);
    assertThat(message(set().identity(inline))).isEqualTo(denied);
    Decision stranger =
        PolicyEvaluator.evaluate(send(STRANGER).build(), set().identity(managed).build());
    assertThat(stranger.message()).endsWith("with an explicit deny in an identity-based policy");
  }

  @Test
  void servicesHaveTheirStyles() {
    Decision denied = decide(set());
    String reason = " because no identity-based policy allows the sqs:SendMessage action";
    assertThat(denied.message(MessageStyle.QUOTED))
        .isEqualTo(START + " on resource: \"" + QUEUE + "\"" + reason);
    assertThat(denied.message(MessageStyle.NO_RESOURCE)).isEqualTo(START + reason);
    assertThat(denied.message(MessageStyle.NO_REASON)).isEqualTo(ON_QUEUE);
  }

  @Test
  void theRoleTrustPolicyIsNamedAsSuch() {
    AttachedPolicy trust =
        Policies.policy(
            PolicyKind.TRUST,
            "{'Effect':'Deny','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRole'}");
    RequestContext request =
        RequestContext.of(ALICE, "sts:AssumeRole")
            .resource("arn:aws:iam::111122223333:role/r")
            .resourcePolicyRequired()
            .build();
    assertThat(PolicyEvaluator.evaluate(request, set().resource(trust).build()).message())
        .endsWith(
            "on resource: arn:aws:iam::111122223333:role/r with an explicit deny in the role"
                + " trust policy");
  }

  @Test
  void aDecisionNamesPolicyAndStatement() {
    AttachedPolicy policy =
        Policies.policy(
            PolicyKind.IDENTITY,
            "{'Sid':'First','Effect':'Allow','Action':'s3:*','Resource':'*'},"
                + "{'Sid':'Second','Effect':'Allow','Action':'sqs:*','Resource':'*'}");
    Decision decision = decide(set().identity(policy).boundary(ALLOW));
    assertThat(decision.policy()).isSameAs(policy);
    assertThat(decision.statement().id()).contains("Second");
    assertThatThrownBy(decision::message).isInstanceOf(IllegalStateException.class);
    assertThat(
            MatchedStatement.of(
                decision.request(), set().identity(policy).boundary(ALLOW).build(), QUEUE))
        .extracting(MatchedStatement::kind)
        .containsExactly(PolicyKind.IDENTITY, PolicyKind.BOUNDARY);
  }
}
