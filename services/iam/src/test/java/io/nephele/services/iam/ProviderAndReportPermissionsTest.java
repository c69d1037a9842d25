package io.nephele.services.iam;

import static io.nephele.services.iam.TestEntities.allow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/** A user may do to a resource what a policy allows for it, and nothing to others. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ProviderAndReportPermissionsTest {
  private static final String ARN = TestEntities.ARN;
  private static final String SAML = ARN + "saml-provider/idp";
  private static final String OIDC = ARN + "oidc-provider/idp.example.com/a";
  private static final String CERTIFICATE = ARN + "server-certificate/web/site";

  @Inject IamClient root;
  @Inject Nephele nephele;
  private TestEntities entities;
  private IamClient alice;

  @BeforeEach
  void alice() {
    entities = new TestEntities(nephele);
    entities.user("alice", Map.of());
    alice = Clients.create(IamClient.class, nephele, "us-east-1", entities.key("alice"));
  }

  /** The code of the error of a call, or null. */
  private String error(Consumer<IamClient> call) {
    try {
      call.accept(alice);
      return null;
    } catch (IamException e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  private void permit(String policy) {
    entities.put(entities.user("alice").withInline(Map.of("only", policy)));
  }

  private void assertNeeds(String action, String resource, Consumer<IamClient> call) {
    permit(allow("iam:" + action, resource.equals("*") ? ARN + "none/none" : ARN + "*/other"));
    assertThat(error(call)).as(action + " on another resource").isEqualTo("AccessDenied");
    permit(allow("iam:" + action, resource));
    assertThat(error(call)).as(action + " on " + resource).isNull();
  }

  @Test
  void providersAndCertificates() {
    String metadata = SamlProvidersTest.metadata(TestPem.base64("rsa.pem"));
    assertNeeds(
        "CreateSAMLProvider",
        SAML,
        iam -> iam.createSAMLProvider(r -> r.name("idp").samlMetadataDocument(metadata)));
    assertNeeds(
        "CreateOpenIDConnectProvider",
        OIDC,
        iam ->
            iam.createOpenIDConnectProvider(
                r -> r.url("https://idp.example.com/a").thumbprintList("a".repeat(40))));
    assertNeeds(
        "UploadServerCertificate",
        CERTIFICATE,
        iam ->
            iam.uploadServerCertificate(
                r ->
                    r.serverCertificateName("site")
                        .path("/web/")
                        .certificateBody(TestPem.text("leaf.pem"))
                        .privateKey(TestPem.text("leaf.key"))));
    Map<String, Consumer<IamClient>> onSaml = new LinkedHashMap<>();
    onSaml.put("GetSAMLProvider", iam -> iam.getSAMLProvider(r -> r.samlProviderArn(SAML)));
    onSaml.put(
        "UpdateSAMLProvider",
        iam -> iam.updateSAMLProvider(r -> r.samlProviderArn(SAML).samlMetadataDocument(metadata)));
    onSaml.put(
        "ListSAMLProviderTags", iam -> iam.listSAMLProviderTags(r -> r.samlProviderArn(SAML)));
    onSaml.put("DeleteSAMLProvider", iam -> iam.deleteSAMLProvider(r -> r.samlProviderArn(SAML)));
    onSaml.forEach((action, call) -> assertNeeds(action, SAML, call));
    Map<String, Consumer<IamClient>> onOidc = new LinkedHashMap<>();
    onOidc.put(
        "GetOpenIDConnectProvider",
        iam -> iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(OIDC)));
    onOidc.put(
        "AddClientIDToOpenIDConnectProvider",
        iam ->
            iam.addClientIDToOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(OIDC).clientID("c")));
    onOidc.put(
        "UpdateOpenIDConnectProviderThumbprint",
        iam ->
            iam.updateOpenIDConnectProviderThumbprint(
                r -> r.openIDConnectProviderArn(OIDC).thumbprintList("b".repeat(40))));
    onOidc.put(
        "DeleteOpenIDConnectProvider",
        iam -> iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(OIDC)));
    onOidc.forEach((action, call) -> assertNeeds(action, OIDC, call));
    Map<String, Consumer<IamClient>> onCertificate = new LinkedHashMap<>();
    onCertificate.put(
        "GetServerCertificate",
        iam -> iam.getServerCertificate(r -> r.serverCertificateName("site")));
    onCertificate.put(
        "ListServerCertificateTags",
        iam -> iam.listServerCertificateTags(r -> r.serverCertificateName("site")));
    onCertificate.put(
        "DeleteServerCertificate",
        iam -> iam.deleteServerCertificate(r -> r.serverCertificateName("site")));
    onCertificate.forEach((action, call) -> assertNeeds(action, CERTIFICATE, call));
  }

  @Test
  void reportsOnEntities() {
    String user = entities.user("bob", Map.of());
    String group = entities.group("team", Map.of());
    String role = entities.role("worker", Map.of());
    String policy = entities.policy("p", allow("s3:*", "*"));
    for (String arn : new String[] {user, group, role, policy}) {
      assertNeeds(
          "GenerateServiceLastAccessedDetails",
          arn,
          iam -> iam.generateServiceLastAccessedDetails(r -> r.arn(arn)));
    }
    for (String arn : new String[] {user, group, role}) {
      assertNeeds(
          "ListPoliciesGrantingServiceAccess",
          arn,
          iam -> iam.listPoliciesGrantingServiceAccess(r -> r.arn(arn).serviceNamespaces("s3")));
      assertNeeds(
          "SimulatePrincipalPolicy",
          arn,
          iam -> iam.simulatePrincipalPolicy(r -> r.policySourceArn(arn).actionNames("s3:a")));
      assertNeeds(
          "GetContextKeysForPrincipalPolicy",
          arn,
          iam -> iam.getContextKeysForPrincipalPolicy(r -> r.policySourceArn(arn)));
    }
  }

  @Test
  void reportsOnTheAccount() {
    assertNeeds("GetAccountSummary", "*", iam -> iam.getAccountSummary());
    assertNeeds("GenerateCredentialReport", "*", iam -> iam.generateCredentialReport());
    assertNeeds("GetAccountAuthorizationDetails", "*", iam -> iam.getAccountAuthorizationDetails());
    assertNeeds("ListServerCertificates", "*", iam -> iam.listServerCertificates());
    assertNeeds("ListSAMLProviders", "*", iam -> iam.listSAMLProviders());
    assertNeeds(
        "EnableOutboundWebIdentityFederation",
        "*",
        iam -> iam.enableOutboundWebIdentityFederation(r -> {}));
    assertNeeds(
        "SimulateCustomPolicy",
        "*",
        iam ->
            iam.simulateCustomPolicy(
                r -> r.policyInputList(allow("s3:*", "*")).actionNames("s3:a")));
  }

  @Test
  void tagsOfProvidersAndCertificatesDecide() {
    root.createOpenIDConnectProvider(
        r ->
            r.url("https://idp.example.com/a")
                .thumbprintList("a".repeat(40))
                .tags(t -> t.key("team").value("blue")));
    root.uploadServerCertificate(
        r ->
            r.serverCertificateName("site")
                .certificateBody(TestPem.text("leaf.pem"))
                .privateKey(TestPem.text("leaf.key")));
    permit(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iam:*\","
            + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/team\":"
            + "\"blue\"}}}]}");
    assertThat(error(iam -> iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(OIDC))))
        .isNull();
    Consumer<IamClient> getCertificate =
        iam -> iam.getServerCertificate(r -> r.serverCertificateName("site"));
    assertThat(error(getCertificate)).isEqualTo("AccessDenied");
    root.tagServerCertificate(
        r -> r.serverCertificateName("site").tags(t -> t.key("team").value("blue")));
    assertThat(error(getCertificate)).isNull();
  }
}
