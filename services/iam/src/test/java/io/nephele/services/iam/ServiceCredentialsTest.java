package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredential;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredentialMetadata;
import software.amazon.awssdk.services.iam.model.StatusType;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ServiceCredentialsTest {
  private static final String CODECOMMIT = "codecommit.amazonaws.com";
  private static final String BEDROCK = "bedrock.amazonaws.com";

  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  void aUserHasTwoOfEachServiceAtMost() {
    iam.createUser(r -> r.userName("bob"));
    ServiceSpecificCredential first = create("bob", CODECOMMIT);
    assertThat(first.serviceSpecificCredentialId()).matches("ACCA[A-Z2-7]{17}");
    assertThat(first.serviceUserName()).isEqualTo("bob-at-000000000000");
    assertThat(Base64.getDecoder().decode(first.servicePassword())).hasSize(32);
    assertThat(first.status()).isEqualTo(StatusType.ACTIVE);
    assertThat(first.expirationDate()).isNull();
    ServiceSpecificCredential second = create("bob", CODECOMMIT);
    assertThat(second.serviceUserName()).isEqualTo("bob+1-at-000000000000");
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2",
        () -> create("bob", CODECOMMIT));
    create("bob", "cassandra.amazonaws.com");
    iam.deleteServiceSpecificCredential(
        r -> r.userName("bob").serviceSpecificCredentialId(first.serviceSpecificCredentialId()));
    assertThat(create("bob", CODECOMMIT).serviceUserName()).isEqualTo("bob-at-000000000000");
    assertFails("NotSupportedService", 404, () -> create("bob", "s3.amazonaws.com"));
    assertFails(
        "NotSupportedService",
        404,
        () ->
            iam.listServiceSpecificCredentials(
                r -> r.userName("bob").serviceName("s3.amazonaws.com")));
  }

  @Test
  void aPasswordIsReplaced() {
    iam.createUser(r -> r.userName("bob"));
    ServiceSpecificCredential made = create("bob", CODECOMMIT);
    ServiceSpecificCredential reset =
        iam.resetServiceSpecificCredential(
                r ->
                    r.userName("bob")
                        .serviceSpecificCredentialId(made.serviceSpecificCredentialId()))
            .serviceSpecificCredential();
    assertThat(reset.servicePassword()).isNotEqualTo(made.servicePassword());
    assertThat(reset.toBuilder().servicePassword(made.servicePassword()).build()).isEqualTo(made);
    assertFails(
        "NoSuchEntity",
        404,
        () ->
            iam.resetServiceSpecificCredential(
                r -> r.userName("bob").serviceSpecificCredentialId("ACCAAAAAAAAAAAAAAAAAA")));
  }

  @Test
  void anApiKeyHoldsItsAliasAndEnds() {
    iam.createUser(r -> r.userName("bob"));
    ServiceSpecificCredential made =
        iam.createServiceSpecificCredential(
                r -> r.userName("bob").serviceName(BEDROCK).credentialAgeDays(30))
            .serviceSpecificCredential();
    assertThat(made.serviceCredentialAlias()).isEqualTo("bob+1-at-000000000000");
    assertThat(made.serviceCredentialSecret()).startsWith("ABSK");
    String decoded =
        new String(
            Base64.getDecoder().decode(made.serviceCredentialSecret().substring(4)),
            StandardCharsets.UTF_8);
    assertThat(decoded).startsWith("bob+1-at-000000000000:");
    assertThat(made.expirationDate()).isEqualTo(made.createDate().plus(Duration.ofDays(30)));
    assertThat(only().status()).isEqualTo(StatusType.ACTIVE);
    clock.advance(Duration.ofDays(30));
    assertThat(only().status()).isEqualTo(StatusType.EXPIRED);
    assertThat(only().serviceCredentialAlias()).isEqualTo(made.serviceCredentialAlias());
    assertFails(
        "ValidationError",
        400,
        () ->
            iam.createServiceSpecificCredential(
                r -> r.userName("bob").serviceName(CODECOMMIT).credentialAgeDays(30)));
  }

  private ServiceSpecificCredentialMetadata only() {
    return iam.listServiceSpecificCredentials(r -> r.userName("bob"))
        .serviceSpecificCredentials()
        .getFirst();
  }

  @Test
  void credentialsAreListedOfOneUserOrAll() {
    TestUsers users = new TestUsers(nephele, iam);
    users.make("bob");
    users.make("carl");
    create("bob", CODECOMMIT);
    create("bob", BEDROCK);
    ServiceSpecificCredential carls = create("carl", CODECOMMIT);
    assertThat(
            iam.listServiceSpecificCredentials(r -> r.userName("bob")).serviceSpecificCredentials())
        .hasSize(2);
    assertThat(
            iam.listServiceSpecificCredentials(r -> r.userName("bob").serviceName(BEDROCK))
                .serviceSpecificCredentials())
        .hasSize(1);
    assertThat(
            iam.listServiceSpecificCredentials(r -> r.allUsers(true).serviceName(CODECOMMIT))
                .serviceSpecificCredentials())
        .extracting(ServiceSpecificCredentialMetadata::userName)
        .containsExactlyInAnyOrder("bob", "carl");
    assertFails(
        "ValidationError",
        400,
        () -> iam.listServiceSpecificCredentials(r -> r.allUsers(true).userName("bob")));
    IamClient carl = users.client("carl", "iam:*");
    carl.updateServiceSpecificCredential(
        r ->
            r.serviceSpecificCredentialId(carls.serviceSpecificCredentialId())
                .status(StatusType.INACTIVE));
    assertThat(carl.listServiceSpecificCredentials().serviceSpecificCredentials())
        .extracting(ServiceSpecificCredentialMetadata::status)
        .containsExactly(StatusType.INACTIVE);
  }

  private ServiceSpecificCredential create(String user, String service) {
    return iam.createServiceSpecificCredential(r -> r.userName(user).serviceName(service))
        .serviceSpecificCredential();
  }
}
