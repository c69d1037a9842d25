package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class OutboundFederationsTest {
  @Inject IamClient iam;
  @Inject Nephele nephele;

  @Test
  void federationIsEnabledAndDisabledAndKeepsItsIssuer() {
    String disabled = "Outbound identity federation is disabled for account 000000000000";
    assertFails(
        "FeatureDisabled", disabled, () -> iam.getOutboundWebIdentityFederationInfo(r -> {}));
    assertFails(
        "FeatureDisabled", disabled, () -> iam.disableOutboundWebIdentityFederation(r -> {}));
    String issuer = iam.enableOutboundWebIdentityFederation(r -> {}).issuerIdentifier();
    assertThat(issuer).startsWith(nephele.endpoint() + "/_nephele/oidc/000000000000/");
    assertThat(iam.getOutboundWebIdentityFederationInfo(r -> {}).issuerIdentifier())
        .isEqualTo(issuer);
    assertThat(iam.getOutboundWebIdentityFederationInfo(r -> {}).jwtVendingEnabled()).isTrue();
    assertFails("FeatureEnabled", 409, () -> iam.enableOutboundWebIdentityFederation(r -> {}));
    iam.disableOutboundWebIdentityFederation(r -> {});
    assertFails(
        "FeatureDisabled", disabled, () -> iam.getOutboundWebIdentityFederationInfo(r -> {}));
    assertThat(iam.enableOutboundWebIdentityFederation(r -> {}).issuerIdentifier())
        .isEqualTo(issuer);
  }

  @Test
  void anAccountInNoOrganizationHasNoneOfItsFeatures() {
    assertFails("OrganizationNotFoundException", 400, () -> iam.listOrganizationsFeatures(r -> {}));
    assertFails(
        "OrganizationNotFoundException", 400, () -> iam.enableOrganizationsRootSessions(r -> {}));
    assertFails(
        "AccessDenied",
        403,
        () ->
            iam.generateOrganizationsAccessReport(
                r -> r.entityPath("o-a1b2c3d4e5/r-f6g7h8i9j0example")));
    assertFails(
        "NoSuchEntity",
        404,
        () ->
            iam.getOrganizationsAccessReport(r -> r.jobId("00000000-0000-0000-0000-000000000000")));
  }
}
