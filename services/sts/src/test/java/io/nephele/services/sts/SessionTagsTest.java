package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.trust;
import static io.nephele.services.sts.Actors.userArn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/** Tags, source identities and what of them is handed on from session to session. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SessionTagsTest {
  private static final String ALL = "sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity";
  private static final String TEAM_QUEUES =
      """
      {"Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": "sts:*", "Resource": "*"},
       {"Effect": "Allow", "Action": "sqs:*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}]}
      """;

  @Inject Nephele nephele;
  private Actors actors;
  private StsClient user;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
    user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
  }

  private static AssumeRoleResponse assume(
      StsClient sts, String role, Consumer<AssumeRoleRequest.Builder> more) {
    return sts.assumeRole(r -> more.accept(r.roleArn(role).roleSessionName("visit")));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void tagsAreThePrincipalsInTheSession() {
    String role = actors.role(A, "worker", trust(A, ALL, "{}"), TEAM_QUEUES);
    AssumeRoleResponse red = assume(user, role, r -> r.tags(tag("Team", "red")));
    assertThat(red.packedPolicySize()).isBetween(1, 5);
    assertThat(actors.client(SqsClient.class, red.credentials()).listQueues().queueUrls())
        .isEmpty();
    Credentials blue = assume(user, role, r -> r.tags(tag("team", "blue"))).credentials();
    assertCode(() -> actors.client(SqsClient.class, blue).listQueues(), "AccessDenied");
  }

  @Test
  void tagsNeedTheirOwnPermission() {
    String trusting = actors.role(A, "trusting", trust(A, ALL, "{}"));
    String untagged = actors.role(A, "untagged", trust(A));
    StsClient plain = actors.sts(actors.user(A, "plain", allow("sts:AssumeRole", "*")));
    for (StsClient sts : List.of(user, plain)) {
      String role = sts == user ? untagged : trusting;
      String name = sts == user ? "user" : "plain";
      assertError(
          () -> assume(sts, role, r -> r.tags(tag("team", "red"))),
          "AccessDenied",
          403,
          "User: "
              + userArn(A, name)
              + " is not authorized to perform: sts:TagSession on resource: "
              + role);
    }
    assertThat(assume(plain, trusting, r -> {})).isNotNull();
  }

  @Test
  void transitiveTagsGoOnAndCannotBeChanged() {
    String first = actors.role(A, "first", trust(A, ALL, "{}"));
    String second = actors.role(A, "second", trust(A, ALL, "{}"), TEAM_QUEUES);
    String third = actors.role(A, "third", trust(A, ALL, "{}"), TEAM_QUEUES);
    Credentials session =
        assume(
                user,
                first,
                r -> r.tags(tag("Team", "red"), tag("stage", "test")).transitiveTagKeys("team"))
            .credentials();
    StsClient sts = actors.sts(session);
    Credentials next = assume(sts, second, r -> r.tags(tag("stage", "live"))).credentials();
    assertThat(actors.client(SqsClient.class, next).listQueues().queueUrls()).isEmpty();
    Credentials last = assume(actors.sts(next), third, r -> {}).credentials();
    assertThat(actors.client(SqsClient.class, last).listQueues().queueUrls()).isEmpty();

    assertError(
        () -> assume(sts, second, r -> r.tags(tag("TEAM", "blue"))),
        "InvalidParameterValue",
        400,
        "One of the specified transitive tag keys can't be set because it conflicts with a"
            + " transitive tag key from the calling session.");
  }

  @Test
  void tagsThatAreNotTransitiveEndWithTheirSession() {
    String first = actors.role(A, "first", trust(A, ALL, "{}"));
    String second = actors.role(A, "second", trust(A, ALL, "{}"), TEAM_QUEUES);
    Credentials session = assume(user, first, r -> r.tags(tag("team", "red"))).credentials();
    Credentials next = assume(actors.sts(session), second, r -> {}).credentials();
    assertCode(() -> actors.client(SqsClient.class, next).listQueues(), "AccessDenied");
  }

  @Test
  void tagsHaveToBeInOrder() {
    String role = actors.role(A, "worker", trust(A, ALL, "{}"));
    assertError(
        () -> assume(user, role, r -> r.tags(tag("team", "red"), tag("Team", "blue"))),
        "InvalidParameterValue",
        400,
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    assertError(
        () -> assume(user, role, r -> r.tags(tag("team", "red")).transitiveTagKeys("stage")),
        "InvalidParameterValue",
        400,
        "The specified transitive tag key must be included in the requested tags.");
    assertCode(
        () -> assume(user, role, r -> r.tags(tag("aws:team", "red"))), "InvalidParameterValue");
    Tag[] many = new Tag[51];
    for (int i = 0; i < many.length; i++) {
      many[i] = tag("key" + i, "v");
    }
    assertCode(() -> assume(user, role, r -> r.tags(many)), "ValidationError");
  }

  @Test
  void trustMayAskForTags() {
    String condition = "{\"StringEquals\": {\"aws:RequestTag/team\": [\"red\", \"blue\"]}}";
    String role = actors.role(A, "worker", trust(A, ALL, condition));
    assertThat(assume(user, role, r -> r.tags(tag("team", "blue")))).isNotNull();
    assertCode(() -> assume(user, role, r -> r.tags(tag("team", "green"))), "AccessDenied");
    assertCode(() -> assume(user, role, r -> {}), "AccessDenied");
  }

  @Test
  void sourceIdentitiesStayThroughAChain() {
    String owner =
        """
        {"Version": "2012-10-17", "Statement": [
         {"Effect": "Allow", "Action": "sts:*", "Resource": "*"},
         {"Effect": "Allow", "Action": "sqs:*", "Resource": "*",
          "Condition": {"StringEquals": {"aws:SourceIdentity": "ada"}}}]}
        """;
    String first = actors.role(A, "first", trust(A, ALL, "{}"));
    String second = actors.role(A, "second", trust(A, ALL, "{}"), owner);
    AssumeRoleResponse session = assume(user, first, r -> r.sourceIdentity("ada"));
    assertThat(session.sourceIdentity()).isEqualTo("ada");
    StsClient sts = actors.sts(session.credentials());
    AssumeRoleResponse next = assume(sts, second, r -> {});
    assertThat(next.sourceIdentity()).isEqualTo("ada");
    assertThat(actors.client(SqsClient.class, next.credentials()).listQueues().queueUrls())
        .isEmpty();
    assertThat(assume(sts, second, r -> r.sourceIdentity("ada")).sourceIdentity()).isEqualTo("ada");
    assertError(
        () -> assume(sts, second, r -> r.sourceIdentity("eve")),
        "AccessDenied",
        403,
        "The source identity is already set for this assume role session");
  }

  @Test
  void sourceIdentitiesNeedTheirOwnPermission() {
    String role = actors.role(A, "worker", trust(A));
    assertError(
        () -> assume(user, role, r -> r.sourceIdentity("ada")),
        "AccessDenied",
        403,
        "User: "
            + userArn(A, "user")
            + " is not authorized to perform: sts:SetSourceIdentity on resource: "
            + role);
    String strict =
        actors.role(
            A,
            "strict",
            trust(A, ALL, "{\"StringEquals\": {\"sts:SourceIdentity\": \"${aws:username}\"}}"));
    assertThat(assume(user, strict, r -> r.sourceIdentity("user"))).isNotNull();
    assertCode(() -> assume(user, strict, r -> r.sourceIdentity("root")), "AccessDenied");
  }

  @Test
  void whatIsHandedOnNeedsPermissionToo() {
    String first = actors.role(A, "first", trust(A, ALL, "{}"));
    String plain = actors.role(A, "plain", trust(A));
    String team =
        actors.role(
            A, "team", trust(A, ALL, "{\"StringEquals\": {\"aws:PrincipalTag/team\": \"red\"}}"));
    StsClient tagged =
        actors.sts(
            assume(user, first, r -> r.tags(tag("team", "red")).transitiveTagKeys("team"))
                .credentials());
    StsClient identified =
        actors.sts(assume(user, first, r -> r.sourceIdentity("ada")).credentials());
    String session = "User: arn:aws:sts::" + A + ":assumed-role/first/visit";
    assertError(
        () -> assume(tagged, plain, r -> {}),
        "AccessDenied",
        403,
        session + " is not authorized to perform: sts:TagSession on resource: " + plain);
    assertError(
        () -> assume(identified, plain, r -> {}),
        "AccessDenied",
        403,
        session + " is not authorized to perform: sts:SetSourceIdentity on resource: " + plain);
    assertThat(assume(tagged, team, r -> {})).isNotNull();
  }
}
