package io.nephele.policy;

import static io.nephele.policy.Policies.ACCOUNT;
import static io.nephele.policy.Policies.ALICE;
import static io.nephele.policy.Policies.FEDERATED;
import static io.nephele.policy.Policies.OTHER_ACCOUNT;
import static io.nephele.policy.Policies.ROOT;
import static io.nephele.policy.Policies.SESSION;
import static io.nephele.policy.Policies.STRANGER;
import static io.nephele.policy.Policies.control;
import static io.nephele.policy.Policies.identity;
import static io.nephele.policy.Policies.level;
import static io.nephele.policy.Policies.onResource;
import static io.nephele.policy.Policies.policy;
import static io.nephele.policy.Policies.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tables of AWS's pages on evaluation logic, row by row. */
class EvaluationLogicTest {
  private static final AttachedPolicy ALLOW = identity("Allow", "sqs:*", "*");
  private static final AttachedPolicy OTHER = identity("Allow", "s3:*", "*");
  private static final AttachedPolicy DENY = identity("Deny", "sqs:SendMessage", "*");
  private static final String ANYONE = "'*'";
  private static final String ALICE_ARN = aws(ALICE.arn());
  private static final String ROLE_ARN = aws(SESSION.entityArn());
  private static final String SESSION_ARN = aws(SESSION.arn());
  private static final String FEDERATED_ARN = aws(FEDERATED.arn());
  private static final String OWN_ACCOUNT = aws(ACCOUNT);
  private static final String OWN_ROOT = aws("arn:aws:iam::" + ACCOUNT + ":root");
  private static final Principal SNS = Principal.service("sns.amazonaws.com");

  private final List<DynamicTest> rows = new ArrayList<>();

  private static String aws(String name) {
    return "{'AWS':'" + name + "'}";
  }

  private static AttachedPolicy granted(String principal) {
    return onResource("Allow", principal, "sqs:SendMessage");
  }

  private static PolicySet.Builder set() {
    return PolicySet.builder();
  }

  private void row(String name, Principal who, PolicySet.Builder policies, String expected) {
    row(name, send(who), policies, expected);
  }

  private void row(
      String name, RequestContext.Builder request, PolicySet.Builder policies, String expected) {
    rows.add(
        DynamicTest.dynamicTest(
            name,
            () -> {
              Decision decision = PolicyEvaluator.evaluate(request.build(), policies.build());
              assertThat(decision.outcome() + " " + decision.kind()).isEqualTo(expected);
            }));
  }

  @TestFactory
  Stream<DynamicTest> withinOneAccount() {
    row("nothing is denied by default", ALICE, set(), "IMPLICIT_DENY IDENTITY");
    row("an identity policy allows", ALICE, set().identity(ALLOW), "ALLOWED IDENTITY");
    row("another action's policy doesn't", ALICE, set().identity(OTHER), "IMPLICIT_DENY IDENTITY");
    row("deny beats allow", ALICE, set().identity(ALLOW).identity(DENY), "EXPLICIT_DENY IDENTITY");
    row("root needs no policy", ROOT, set(), "ALLOWED null");
    row(
        "root is denied by a resource policy",
        ROOT,
        set().resource(onResource("Deny", ANYONE, "sqs:*")),
        "EXPLICIT_DENY RESOURCE");
    row(
        "a resource policy alone grants a user",
        ALICE,
        set().resource(granted(ALICE_ARN)),
        "ALLOWED RESOURCE");
    row(
        "... and by unique id",
        ALICE,
        set().resource(granted(aws(ALICE.uniqueId()))),
        "ALLOWED RESOURCE");
    row("... or everyone", ALICE, set().resource(granted(ANYONE)), "ALLOWED RESOURCE");
    row("... in either form", ALICE, set().resource(granted(aws("*"))), "ALLOWED RESOURCE");
    row(
        "naming the account leaves it to identity policies",
        ALICE,
        set().resource(granted(OWN_ROOT)),
        "IMPLICIT_DENY IDENTITY");
    row("... by number too", ALICE, set().resource(granted(OWN_ACCOUNT)), "IMPLICIT_DENY IDENTITY");
    row(
        "a resource policy's deny beats an identity allow",
        ALICE,
        set().identity(ALLOW).resource(onResource("Deny", OWN_ROOT, "*")),
        "EXPLICIT_DENY RESOURCE");
    row(
        "a resource policy for somebody else",
        ALICE,
        set().resource(granted(ROLE_ARN)),
        "IMPLICIT_DENY IDENTITY");
    return rows.stream();
  }

  @TestFactory
  Stream<DynamicTest> boundariesAndSessions() {
    row("boundary and identity", ALICE, set().identity(ALLOW).boundary(ALLOW), "ALLOWED IDENTITY");
    row("boundary alone", ALICE, set().boundary(ALLOW), "IMPLICIT_DENY IDENTITY");
    row(
        "boundary lacks it",
        ALICE,
        set().identity(ALLOW).boundary(OTHER),
        "IMPLICIT_DENY BOUNDARY");
    row("boundary denies", ALICE, set().identity(ALLOW).boundary(DENY), "EXPLICIT_DENY BOUNDARY");
    row(
        "naming the user passes by the boundary",
        ALICE,
        set().boundary(OTHER).resource(granted(ALICE_ARN)),
        "ALLOWED RESOURCE");
    row(
        "... but not by a boundary's deny",
        ALICE,
        set().boundary(DENY).resource(granted(ALICE_ARN)),
        "EXPLICIT_DENY BOUNDARY");
    row(
        "naming the role grants without an identity policy",
        SESSION,
        set().resource(granted(ROLE_ARN)),
        "ALLOWED RESOURCE");
    row(
        "... within the boundary",
        SESSION,
        set().boundary(OTHER).resource(granted(ROLE_ARN)),
        "IMPLICIT_DENY BOUNDARY");
    row(
        "... and the session policy",
        SESSION,
        set().session(OTHER).resource(granted(ROLE_ARN)),
        "IMPLICIT_DENY SESSION");
    row(
        "naming the session passes by both",
        SESSION,
        set().boundary(OTHER).session(OTHER).resource(granted(SESSION_ARN)),
        "ALLOWED RESOURCE");
    row(
        "... as everyone does",
        SESSION,
        set().boundary(OTHER).session(OTHER).resource(granted(ANYONE)),
        "ALLOWED RESOURCE");
    row(
        "the strongest naming counts, in whichever order",
        SESSION,
        set().session(OTHER).resource(granted(ROLE_ARN)).resource(granted(SESSION_ARN)),
        "ALLOWED RESOURCE");
    row(
        "a session policy limits",
        SESSION,
        set().identity(ALLOW).session(OTHER),
        "IMPLICIT_DENY SESSION");
    row("a session policy never grants", SESSION, set().session(ALLOW), "IMPLICIT_DENY IDENTITY");
    row(
        "any session policy allows",
        SESSION,
        set().identity(ALLOW).session(OTHER).session(ALLOW),
        "ALLOWED IDENTITY");
    row(
        "a session policy denies",
        SESSION,
        set().identity(ALLOW).session(DENY),
        "EXPLICIT_DENY SESSION");
    row(
        "a federated user without session policy",
        FEDERATED,
        set().identity(ALLOW),
        "IMPLICIT_DENY SESSION");
    row("... with one", FEDERATED, set().identity(ALLOW).session(ALLOW), "ALLOWED IDENTITY");
    row("... named itself", FEDERATED, set().resource(granted(FEDERATED_ARN)), "ALLOWED RESOURCE");
    row(
        "... its user named",
        FEDERATED,
        set().resource(granted(ALICE_ARN)),
        "IMPLICIT_DENY SESSION");
    row(
        "... its user named, session allows",
        FEDERATED,
        set().session(ALLOW).resource(granted(ALICE_ARN)),
        "ALLOWED RESOURCE");
    return rows.stream();
  }

  @TestFactory
  Stream<DynamicTest> controlPolicies() {
    AttachedPolicy scpAll = control(PolicyKind.SCP, "Allow", "*");
    AttachedPolicy scpS3 = control(PolicyKind.SCP, "Allow", "s3:*");
    AttachedPolicy scpDeny = control(PolicyKind.SCP, "Deny", "sqs:*");
    AttachedPolicy rcpAll = control(PolicyKind.RCP, "Allow", "*");
    AttachedPolicy rcpDeny = control(PolicyKind.RCP, "Deny", "sqs:*");
    row(
        "all levels allow",
        ALICE,
        set().identity(ALLOW).scpLevel(level(scpAll)).scpLevel(level(scpS3, scpAll)),
        "ALLOWED IDENTITY");
    row(
        "one level does not",
        ALICE,
        set().identity(ALLOW).scpLevel(level(scpAll)).scpLevel(level(scpS3)),
        "IMPLICIT_DENY SCP");
    row(
        "a level without policies",
        ALICE,
        set().identity(ALLOW).scpLevel(level()),
        "IMPLICIT_DENY SCP");
    row("an SCP never grants", ALICE, set().scpLevel(level(scpAll)), "IMPLICIT_DENY IDENTITY");
    row(
        "an SCP denies",
        ALICE,
        set().identity(ALLOW).scpLevel(level(scpAll, scpDeny)),
        "EXPLICIT_DENY SCP");
    row("... root too", ROOT, set().scpLevel(level(scpAll, scpDeny)), "EXPLICIT_DENY SCP");
    row(
        "... and limits a resource's grant",
        ALICE,
        set().resource(granted(ALICE_ARN)).scpLevel(level(scpS3)),
        "IMPLICIT_DENY SCP");
    row("an RCP allows", ALICE, set().identity(ALLOW).rcpLevel(level(rcpAll)), "ALLOWED IDENTITY");
    row(
        "an RCP denies",
        ALICE,
        set().identity(ALLOW).rcpLevel(level(rcpAll, rcpDeny)),
        "EXPLICIT_DENY RCP");
    row(
        "an RCP level without policies",
        ALICE,
        set().identity(ALLOW).rcpLevel(level()),
        "IMPLICIT_DENY RCP");
    row(
        "an RCP denies strangers",
        Principal.anonymous(),
        set().resource(granted(ANYONE)).rcpLevel(level(rcpAll, rcpDeny)),
        "EXPLICIT_DENY RCP");
    AttachedPolicy endpointAll = control(PolicyKind.VPC_ENDPOINT, "Allow", "*");
    AttachedPolicy endpointS3 = control(PolicyKind.VPC_ENDPOINT, "Allow", "s3:*");
    AttachedPolicy endpointDeny = control(PolicyKind.VPC_ENDPOINT, "Deny", "*");
    row(
        "an endpoint lets through",
        ALICE,
        set().identity(ALLOW).vpcEndpoint(endpointAll),
        "ALLOWED IDENTITY");
    row(
        "an endpoint never grants",
        ALICE,
        set().vpcEndpoint(endpointAll),
        "IMPLICIT_DENY IDENTITY");
    row(
        "an endpoint for S3 only",
        ALICE,
        set().identity(ALLOW).vpcEndpoint(endpointS3),
        "IMPLICIT_DENY VPC_ENDPOINT");
    row(
        "an endpoint denies",
        ALICE,
        set().identity(ALLOW).vpcEndpoint(endpointDeny),
        "EXPLICIT_DENY VPC_ENDPOINT");
    return rows.stream();
  }

  @TestFactory
  Stream<DynamicTest> acrossAccounts() {
    String eve = aws(STRANGER.arn());
    String evesAccount = aws("arn:aws:iam::" + OTHER_ACCOUNT + ":root");
    row("neither side", STRANGER, set(), "IMPLICIT_DENY RESOURCE");
    row("only the caller's side", STRANGER, set().identity(ALLOW), "IMPLICIT_DENY RESOURCE");
    row(
        "only the resource's side",
        STRANGER,
        set().resource(granted(eve)),
        "IMPLICIT_DENY IDENTITY");
    row(
        "... even for everyone",
        STRANGER,
        set().resource(granted(ANYONE)),
        "IMPLICIT_DENY IDENTITY");
    row("both sides", STRANGER, set().identity(ALLOW).resource(granted(eve)), "ALLOWED IDENTITY");
    row(
        "both, by account",
        STRANGER,
        set().identity(ALLOW).resource(granted(evesAccount)),
        "ALLOWED IDENTITY");
    row(
        "the wrong account",
        STRANGER,
        set().identity(ALLOW).resource(granted(OWN_ROOT)),
        "IMPLICIT_DENY RESOURCE");
    row(
        "the boundary counts",
        STRANGER,
        set().identity(ALLOW).boundary(OTHER).resource(granted(eve)),
        "IMPLICIT_DENY BOUNDARY");
    row(
        "another account's root",
        Principal.root("aws", OTHER_ACCOUNT),
        set().resource(granted(evesAccount)),
        "ALLOWED null");
    row("... unnamed", Principal.root("aws", OTHER_ACCOUNT), set(), "IMPLICIT_DENY RESOURCE");
    row(
        "deny beats both",
        STRANGER,
        set().identity(ALLOW).resource(granted(eve)).resource(onResource("Deny", ANYONE, "*")),
        "EXPLICIT_DENY RESOURCE");
    return rows.stream();
  }

  @TestFactory
  Stream<DynamicTest> servicesAndStrangers() {
    row("a service unnamed", SNS, set().identity(ALLOW), "IMPLICIT_DENY RESOURCE");
    row(
        "a service named",
        SNS,
        set().resource(granted("{'Service':'sns.amazonaws.com'}")),
        "ALLOWED RESOURCE");
    row(
        "by its other name",
        Principal.service("sns.amazonaws.com", "sns.us-east-1.amazonaws.com"),
        set().resource(granted("{'Service':['sns.us-east-1.amazonaws.com']}")),
        "ALLOWED RESOURCE");
    row(
        "another service",
        SNS,
        set().resource(granted("{'Service':'s3.amazonaws.com'}")),
        "IMPLICIT_DENY RESOURCE");
    row("everyone includes services", SNS, set().resource(granted(ANYONE)), "ALLOWED RESOURCE");
    row(
        "a service name is no account",
        ALICE,
        set().resource(granted("{'Service':'sns.amazonaws.com'}")),
        "IMPLICIT_DENY IDENTITY");
    row("anonymous, unnamed", Principal.anonymous(), set(), "IMPLICIT_DENY RESOURCE");
    row(
        "anonymous, everyone",
        Principal.anonymous(),
        set().resource(granted(aws("*"))),
        "ALLOWED RESOURCE");
    row(
        "anonymous is in no account",
        Principal.anonymous(),
        set().resource(granted(OWN_ROOT)),
        "IMPLICIT_DENY RESOURCE");
    row(
        "canonical user",
        STRANGER.withCanonicalUser("79a59d"),
        set().identity(ALLOW).resource(granted("{'CanonicalUser':'79a59d'}")),
        "ALLOWED IDENTITY");
    return rows.stream();
  }

  @TestFactory
  Stream<DynamicTest> resourcesWhosePolicyMustAllow() {
    RequestContext.Builder alice = send(ALICE).resourcePolicyRequired();
    row("key policy silent", alice, set().identity(ALLOW), "IMPLICIT_DENY RESOURCE");
    row(
        "key policy enables IAM",
        alice,
        set().identity(ALLOW).resource(granted(OWN_ROOT)),
        "ALLOWED IDENTITY");
    row("... which lacks it", alice, set().resource(granted(OWN_ROOT)), "IMPLICIT_DENY IDENTITY");
    row("key policy names the user", alice, set().resource(granted(ALICE_ARN)), "ALLOWED RESOURCE");
    row(
        "root is not above a key policy",
        send(ROOT).resourcePolicyRequired(),
        set(),
        "IMPLICIT_DENY RESOURCE");
    RequestContext.Builder assume =
        RequestContext.of(ALICE, "sts:AssumeRole")
            .resource("arn:aws:iam::111122223333:role/worker")
            .resourceAccount(ACCOUNT)
            .resourcePolicyRequired();
    AttachedPolicy may = identity("Allow", "sts:AssumeRole", "*");
    row(
        "trusting the account needs permission",
        assume,
        set().resource(trust(OWN_ROOT)),
        "IMPLICIT_DENY IDENTITY");
    row(
        "... and has it",
        assume,
        set().identity(may).resource(trust(OWN_ROOT)),
        "ALLOWED IDENTITY");
    row("trusting the user is enough", assume, set().resource(trust(ALICE_ARN)), "ALLOWED TRUST");
    row(
        "not trusted",
        assume,
        set().identity(may).resource(trust(ROLE_ARN)),
        "IMPLICIT_DENY TRUST");
    RequestContext.Builder web =
        RequestContext.of(
                Principal.identityProvider("arn:aws:iam::111122223333:oidc-provider/id.example"),
                "sts:AssumeRoleWithWebIdentity")
            .resource("arn:aws:iam::111122223333:role/worker")
            .resourceAccount(ACCOUNT)
            .resourcePolicyRequired();
    row(
        "a trusted provider",
        web,
        set()
            .resource(
                trust(
                    "sts:AssumeRoleWithWebIdentity",
                    "{'Federated':'arn:aws:iam::111122223333:oidc-provider/id.example'}")),
        "ALLOWED TRUST");
    row(
        "everyone of AWS is no provider",
        web,
        set().resource(trust("sts:AssumeRoleWithWebIdentity", aws("*"))),
        "IMPLICIT_DENY TRUST");
    return rows.stream();
  }

  private static AttachedPolicy trust(String principal) {
    return trust("sts:AssumeRole", principal);
  }

  private static AttachedPolicy trust(String action, String principal) {
    return policy(
        PolicyKind.TRUST,
        "{'Effect':'Allow','Principal':%s,'Action':'%s'}".formatted(principal, action));
  }

  @TestFactory
  Stream<DynamicTest> notPrincipal() {
    String aliceOnly = "{'AWS':['" + ALICE.arn() + "','arn:aws:iam::111122223333:root']}";
    String role =
        "{'AWS':['%s','%s','111122223333']}".formatted(SESSION.arn(), SESSION.entityArn());
    row(
        "spares whom it lists",
        ALICE,
        set().identity(ALLOW).resource(notPrincipal(aliceOnly)),
        "ALLOWED IDENTITY");
    row(
        "denies the account's others",
        SESSION,
        set().identity(ALLOW).resource(notPrincipal(aliceOnly)),
        "EXPLICIT_DENY RESOURCE");
    row(
        "needs the account listed as well",
        ALICE,
        set().identity(ALLOW).resource(notPrincipal(ALICE_ARN)),
        "EXPLICIT_DENY RESOURCE");
    row(
        "needs the user listed as well",
        ALICE,
        set().identity(ALLOW).resource(notPrincipal(OWN_ROOT)),
        "EXPLICIT_DENY RESOURCE");
    row(
        "a session with role and account",
        SESSION,
        set().identity(ALLOW).resource(notPrincipal(role)),
        "ALLOWED IDENTITY");
    row(
        "a session without them",
        SESSION,
        set().identity(ALLOW).resource(notPrincipal(ROLE_ARN)),
        "EXPLICIT_DENY RESOURCE");
    row(
        "always denies those with a boundary",
        ALICE,
        set().identity(ALLOW).boundary(ALLOW).resource(notPrincipal(aliceOnly)),
        "EXPLICIT_DENY RESOURCE");
    row(
        "denies the anonymous",
        Principal.anonymous(),
        set().resource(granted(ANYONE)).resource(notPrincipal(aliceOnly)),
        "EXPLICIT_DENY RESOURCE");
    return rows.stream();
  }

  private static AttachedPolicy notPrincipal(String principal) {
    return policy(
        PolicyKind.RESOURCE,
        "{'Effect':'Deny','NotPrincipal':%s,'Action':'*','Resource':'*'}".formatted(principal));
  }
}
