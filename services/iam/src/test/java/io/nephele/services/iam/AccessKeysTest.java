package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.sqs.SqsClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessKeysTest {
  private static final String INVALID = "The security token included in the request is invalid.";

  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  @Fact("iam-052")
  void theSecretIsToldOnce() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    users.allow("bob", "iam:GetUser");
    AccessKey key = users.key("bob");
    assertThat(key.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(key.secretAccessKey()).matches("[A-Za-z0-9+/]{40}");
    assertThat(key.status()).isEqualTo(StatusType.ACTIVE);
    AccessKeyMetadata listed =
        iam.listAccessKeys(r -> r.userName("bob")).accessKeyMetadata().getFirst();
    assertThat(listed)
        .isEqualTo(
            AccessKeyMetadata.builder()
                .userName("bob")
                .accessKeyId(key.accessKeyId())
                .status(StatusType.ACTIVE)
                .createDate(clock.now().truncatedTo(ChronoUnit.SECONDS))
                .build());
    assertThat(users.client(IamClient.class, key).getUser().user().userName()).isEqualTo("bob");
  }

  @Test
  @Fact({"iam-001", "iam-016", "iam-017", "iam-031"})
  void aUserHasTwoKeysAtMostActiveOrNot() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    AccessKey first = users.key("bob");
    users.key("bob");
    assertFails(
        "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", () -> users.key("bob"));
    iam.updateAccessKey(
        r -> r.userName("bob").accessKeyId(first.accessKeyId()).status(StatusType.INACTIVE));
    assertFails("LimitExceeded", 409, () -> users.key("bob"));
    iam.deleteAccessKey(r -> r.userName("bob").accessKeyId(first.accessKeyId()));
    users.key("bob");
    iam.createLoginProfile(r -> r.userName("bob").password("Str0ng-enough"));
    assertThat(iam.getLoginProfile(r -> r.userName("bob")).loginProfile().userName())
        .isEqualTo("bob");
  }

  @Test
  @Fact("iam-018")
  void anInactiveKeyIsRefusedUntilItIsActiveAgain() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    users.allow("bob", "iam:GetUser", "sqs:ListQueues");
    AccessKey key = users.key("bob");
    IamClient bob = users.client(IamClient.class, key);
    SqsClient queues = users.client(SqsClient.class, key);
    assertThat(bob.getUser().user().userName()).isEqualTo("bob");
    set(key, StatusType.INACTIVE);
    assertFails("InvalidClientTokenId", INVALID, bob::getUser);
    assertThat(catchThrowable(queues::listQueues))
        .hasMessageContaining("security token included in the request is invalid");
    set(key, StatusType.ACTIVE);
    assertThat(bob.getUser().user().userName()).isEqualTo("bob");
    assertThat(queues.listQueues().queueUrls()).isEmpty();
    assertFails("ValidationError", 400, () -> set(key, StatusType.EXPIRED));
  }

  private void set(AccessKey key, StatusType status) {
    iam.updateAccessKey(
        r -> r.userName(key.userName()).accessKeyId(key.accessKeyId()).status(status));
  }

  @Test
  @Fact("iam-019")
  void anActiveKeyCanBeDeletedAndIsRefusedThen() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    users.allow("bob", "iam:GetUser");
    AccessKey key = users.key("bob");
    IamClient bob = users.client(IamClient.class, key);
    assertThat(bob.getUser().user().userName()).isEqualTo("bob");
    iam.deleteAccessKey(r -> r.userName("bob").accessKeyId(key.accessKeyId()));
    assertThat(iam.listAccessKeys(r -> r.userName("bob")).accessKeyMetadata()).isEmpty();
    assertFails("InvalidClientTokenId", INVALID, bob::getUser);
    String message = "The Access Key with id " + key.accessKeyId() + " cannot be found.";
    assertFails("NoSuchEntity", message, () -> set(key, StatusType.ACTIVE));
    assertFails(
        "NoSuchEntity",
        message,
        () -> iam.deleteAccessKey(r -> r.userName("bob").accessKeyId(key.accessKeyId())));
    assertFails(
        "NoSuchEntity",
        message,
        () -> iam.getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId())));
    assertFails("InvalidClientTokenId", INVALID, bob::getUser);
  }

  @Test
  void aKeyIsOfItsUserOnly() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    users.make("carl");
    AccessKey key = users.key("bob");
    assertFails(
        "NoSuchEntity",
        "The Access Key with id " + key.accessKeyId() + " cannot be found.",
        () -> iam.deleteAccessKey(r -> r.userName("carl").accessKeyId(key.accessKeyId())));
    assertFails(
        "NoSuchEntity", "The user with name nobody cannot be found.", () -> users.key("nobody"));
    assertThat(iam.listAccessKeys(r -> r.userName("carl")).accessKeyMetadata()).isEmpty();
  }

  @Test
  void withoutANameKeysAreTheCallers() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    IamClient bob = users.client("bob", "iam:*");
    AccessKey second = bob.createAccessKey().accessKey();
    assertThat(second.userName()).isEqualTo("bob");
    assertThat(bob.listAccessKeys().accessKeyMetadata()).hasSize(2);
    bob.deleteAccessKey(r -> r.accessKeyId(second.accessKeyId()));
    assertThat(iam.listAccessKeys(r -> r.userName("bob")).accessKeyMetadata()).hasSize(1);
  }

  @Test
  void theRootUserHasKeysToo() {
    TestUsers users = new TestUsers(nephele, iam);
    AccessKey key = iam.createAccessKey().accessKey();
    IamClient root = users.client(IamClient.class, key);
    assertThat(root.getUser().user().arn()).isEqualTo("arn:aws:iam::000000000000:root");
    assertThat(root.listAccessKeys().accessKeyMetadata())
        .extracting(AccessKeyMetadata::accessKeyId)
        .containsExactly(key.accessKeyId());
    iam.createAccessKey();
    assertFails(
        "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", iam::createAccessKey);
    iam.updateAccessKey(r -> r.accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
    assertFails("InvalidClientTokenId", INVALID, root::getUser);
  }

  @Test
  void theLastUseOfAKeyIsTold() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    users.allow("bob", "iam:GetUser", "sqs:ListQueues");
    AccessKey key = users.key("bob");
    AccessKeyLastUsed never = lastUse(key);
    assertThat(never.lastUsedDate()).isNull();
    assertThat(never.serviceName()).isEqualTo("N/A");
    assertThat(never.region()).isEqualTo("N/A");
    clock.advance(Duration.ofHours(1).plusMillis(345));
    users.client(SqsClient.class, key).listQueues();
    assertThat(lastUse(key)).isEqualTo(use("sqs", clock.now()));
    clock.advance(Duration.ofHours(1));
    users.client(IamClient.class, key).getUser();
    assertThat(lastUse(key)).isEqualTo(use("iam", clock.now()));
    assertThat(iam.getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId())).userName())
        .isEqualTo("bob");
    assertFails(
        "NoSuchEntity",
        "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.",
        () -> iam.getAccessKeyLastUsed(r -> r.accessKeyId("AKIAIOSFODNN7EXAMPLE")));
  }

  private AccessKeyLastUsed lastUse(AccessKey key) {
    return iam.getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId())).accessKeyLastUsed();
  }

  private static AccessKeyLastUsed use(String service, Instant at) {
    return AccessKeyLastUsed.builder()
        .serviceName(service)
        .region("us-east-1")
        .lastUsedDate(at.truncatedTo(ChronoUnit.SECONDS))
        .build();
  }
}
