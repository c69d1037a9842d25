package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.Directory;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GlobalEndpointTokenVersion;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccountTest {
  @Inject IamClient iam;
  @Inject Nephele nephele;

  @Test
  void anAccountHasOneAliasAndNoOtherHasIt() {
    IamClient other =
        Clients.create(
            IamClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create("111111111111", "test"));
    assertThat(iam.listAccountAliases().accountAliases()).isEmpty();
    iam.createAccountAlias(r -> r.accountAlias("our-company"));
    assertThat(iam.listAccountAliases().accountAliases()).containsExactly("our-company");
    assertFails(
        "EntityAlreadyExists",
        "The account alias our-company already exists.",
        () -> other.createAccountAlias(r -> r.accountAlias("our-company")));
    iam.createAccountAlias(r -> r.accountAlias("our-name"));
    assertThat(iam.listAccountAliases().accountAliases()).containsExactly("our-name");
    other.createAccountAlias(r -> r.accountAlias("our-company"));
    assertFails(
        "NoSuchEntity", 404, () -> iam.deleteAccountAlias(r -> r.accountAlias("our-company")));
    iam.deleteAccountAlias(r -> r.accountAlias("our-name"));
    assertThat(iam.listAccountAliases().accountAliases()).isEmpty();
    other.createAccountAlias(r -> r.accountAlias("our-name"));
    assertFails(
        "ValidationError", 400, () -> iam.createAccountAlias(r -> r.accountAlias("Capitals")));
    assertFails(
        "ValidationError", 400, () -> iam.createAccountAlias(r -> r.accountAlias("two--dashes")));
  }

  @Test
  void theAliasOfAnAccountThatWasResetIsFree() {
    iam.createAccountAlias(r -> r.accountAlias("our-company"));
    nephele.world().reset("iam", "000000000000");
    IamClient other =
        Clients.create(
            IamClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create("111111111111", "test"));
    other.createAccountAlias(r -> r.accountAlias("our-company"));
    assertThat(other.listAccountAliases().accountAliases()).containsExactly("our-company");
  }

  @Test
  void theVersionOfGlobalTokensIsKept() {
    assertThat(version()).isNotEqualTo(2);
    iam.setSecurityTokenServicePreferences(
        r -> r.globalEndpointTokenVersion(GlobalEndpointTokenVersion.V2_TOKEN));
    assertThat(version()).isEqualTo(2);
    iam.setSecurityTokenServicePreferences(
        r -> r.globalEndpointTokenVersion(GlobalEndpointTokenVersion.V1_TOKEN));
    assertThat(version()).isEqualTo(1);
    assertFails(
        "ValidationError",
        400,
        () -> iam.setSecurityTokenServicePreferences(r -> r.globalEndpointTokenVersion("v3")));
  }

  private int version() {
    Directory directory = Identity.of(nephele.world()).directory();
    return directory.read(reader -> directory.account(reader, "000000000000").globalTokenVersion());
  }
}
