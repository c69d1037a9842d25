package io.nephele.services.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Parameters that are shared, those of AWS, references to secrets, integrations and limits. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SharedParametersTest {
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"AWS\":\"arn:aws:iam::222222222222:root\"},\"Action\":[\"ssm:GetParameter\","
          + "\"ssm:GetParameters\",\"ssm:GetParameterHistory\",\"ssm:DescribeParameters\"],"
          + "\"Resource\":\"%s\"}]}";

  @Inject Nephele nephele;
  @Inject SsmClient ssm;
  @Inject SecretsManagerClient secrets;

  private static void refused(String code, String part, ThrowingCallable call) {
    SsmException e = catchThrowableOfType(SsmException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.getMessage()).contains(part);
  }

  private String put(String name, ParameterTier tier) {
    ssm.putParameter(b -> b.name(name).value("v").type(ParameterType.STRING).tier(tier));
    return ssm.getParameter(b -> b.name(name)).parameter().arn();
  }

  @Test
  void anAdvancedParameterIsSharedByAPolicy() {
    SsmClient other =
        Clients.create(SsmClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    String plain = put("/plain", ParameterTier.STANDARD);
    refused(
        "ResourcePolicyInvalidParameterException",
        "advanced-parameter tier",
        () -> ssm.putResourcePolicy(b -> b.resourceArn(plain).policy(POLICY.formatted(plain))));
    String arn = put("/shared", ParameterTier.ADVANCED);
    refused(
        "AccessDeniedException",
        "because no resource-based policy allows the ssm:GetParameter action",
        () -> other.getParameter(b -> b.name(arn)));
    PutResourcePolicyResponse made =
        ssm.putResourcePolicy(b -> b.resourceArn(arn).policy(POLICY.formatted(arn)));
    assertThat(other.getParameter(b -> b.name(arn)).parameter().value()).isEqualTo("v");
    assertThat(other.getParameters(b -> b.names(arn)).parameters()).hasSize(1);
    assertThat(other.getParameterHistory(b -> b.name(arn)).parameters()).hasSize(1);
    assertThat(other.describeParameters(b -> b.shared(true)).parameters())
        .extracting(ParameterMetadata::arn)
        .containsExactly(arn);
    assertThat(other.describeParameters().parameters()).isEmpty();
    refused(
        "AccessDeniedException", "DeleteParameter", () -> other.deleteParameter(b -> b.name(arn)));
    assertThat(ssm.getResourcePolicies(b -> b.resourceArn(arn)).policies())
        .singleElement()
        .matches(p -> p.policyId().equals(made.policyId()))
        .matches(p -> p.policyHash().equals(made.policyHash()));
    refused(
        "ResourcePolicyConflictException",
        "hash",
        () ->
            ssm.deleteResourcePolicy(
                b -> b.resourceArn(arn).policyId(made.policyId()).policyHash("old")));
    refused(
        "ResourcePolicyLimitExceededException",
        "Only one policy",
        () -> ssm.putResourcePolicy(b -> b.resourceArn(arn).policy(POLICY.formatted(arn))));
    ssm.deleteResourcePolicy(
        b -> b.resourceArn(arn).policyId(made.policyId()).policyHash(made.policyHash()));
    refused("AccessDeniedException", "", () -> other.getParameter(b -> b.name(arn)));
  }

  @Test
  @Fact("ssm-011")
  void secretsAreReadByReference() {
    String arn = secrets.createSecret(r -> r.name("app/db").secretString("one")).arn();
    String name = "/aws/reference/secretsmanager/app/db";
    secrets.putSecretValue(r -> r.secretId("app/db").secretString("two"));
    Parameter read = ssm.getParameter(b -> b.name(name).withDecryption(true)).parameter();
    assertThat(read.value()).isEqualTo("two");
    assertThat(read.type()).isEqualTo(ParameterType.SECURE_STRING);
    assertThat(read.arn()).isEqualTo(arn);
    assertThat(read.sourceResult()).contains("\"SecretString\":\"two\"");
    assertThat(
            ssm.getParameter(b -> b.name(name + ":AWSPREVIOUS").withDecryption(true))
                .parameter()
                .value())
        .isEqualTo("one");
    assertThat(
            ssm.getParameters(b -> b.names(name, name + "x").withDecryption(true))
                .invalidParameters())
        .containsExactly(name + "x");
    refused(
        "ValidationException",
        "WithDecryption flag must be True",
        () -> ssm.getParameter(b -> b.name(name)));
  }

  @Test
  void awsTellsOfItsRegions() {
    String folder = "/aws/service/global-infrastructure/regions";
    Parameter region = ssm.getParameter(b -> b.name(folder + "/eu-west-1")).parameter();
    assertThat(region.value()).isEqualTo("eu-west-1");
    assertThat(region.arn()).isEqualTo("arn:aws:ssm:us-east-1::parameter" + region.name());
    List<String> all =
        ssm.getParametersByPathPaginator(b -> b.path(folder)).stream()
            .flatMap(page -> page.parameters().stream())
            .map(Parameter::value)
            .toList();
    assertThat(all).contains("us-east-1", "eu-central-1").doesNotContain("cn-north-1");
    GetParametersByPathResponse page = ssm.getParametersByPath(b -> b.path(folder).maxResults(3));
    assertThat(page.parameters()).hasSize(3);
    assertThat(page.nextToken()).isNotNull();
    refused(
        "ParameterNotFound",
        "",
        () -> ssm.getParameter(b -> b.name("/aws/service/ami-amazon-linux-latest/none")));
  }

  @Test
  void integrationsAreSecureAndWellFormed() {
    String name = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/chat";
    refused(
        "ValidationException",
        "SecureString",
        () ->
            ssm.putParameter(
                b ->
                    b.name(name)
                        .value("{\"url\":\"https://example.com\"}")
                        .type(ParameterType.STRING)
                        .dataType("aws:ssm:integration")));
    ssm.putParameter(
        b ->
            b.name(name)
                .value("{\"url\":\"https://example.com\"}")
                .type(ParameterType.SECURE_STRING)
                .dataType("aws:ssm:integration"));
    assertThat(ssm.getParameter(b -> b.name(name)).parameter().dataType())
        .isEqualTo("aws:ssm:integration");
    refused(
        "ValidationException",
        "must be of the type String",
        () ->
            ssm.putParameter(
                b ->
                    b.name("ami")
                        .value("ami-1234")
                        .type(ParameterType.SECURE_STRING)
                        .dataType("aws:ec2:image")));
  }

  @Test
  @Fact("ssm-022")
  void anAccountHasTenThousandStandardParameters() {
    put("first", ParameterTier.STANDARD);
    // As if the others were there: their counts.
    Table<ParameterCounts.Count> counts = Table.of("ssm.counts", ParameterCounts.Count.class);
    nephele
        .world()
        .store()
        .write(
            transaction -> {
              counts.put(
                  transaction,
                  Key.of("000000000000").with("us-east-1").with("Standard").with(99L),
                  new ParameterCounts.Count(9999));
              return null;
            });
    refused(
        "ParameterLimitExceeded",
        "maximum number of standard parameters for this AWS account and Region (10000)",
        () -> put("second", ParameterTier.STANDARD));
    put("clever", ParameterTier.INTELLIGENT_TIERING);
    assertThat(
            ssm.describeParameters().parameters().stream()
                .filter(p -> p.name().equals("clever"))
                .map(ParameterMetadata::tier))
        .containsExactly(ParameterTier.ADVANCED);
    ssm.deleteParameter(b -> b.name("first"));
    put("third", ParameterTier.STANDARD);
    refused("ParameterLimitExceeded", "", () -> put("fourth", ParameterTier.STANDARD));
  }

  @Test
  void settingsSayWhatTheyAre() {
    String id = "/ssm/parameter-store/high-throughput-enabled";
    assertThat(ssm.getServiceSetting(b -> b.settingId(id)).serviceSetting().settingValue())
        .isEqualTo("false");
    ssm.updateServiceSetting(b -> b.settingId(id).settingValue("true"));
    assertThat(ssm.getServiceSetting(b -> b.settingId(id)).serviceSetting())
        .matches(s -> s.settingValue().equals("true") && s.status().equals("Customized"));
    ssm.resetServiceSetting(b -> b.settingId(id));
    assertThat(ssm.getServiceSetting(b -> b.settingId(id)).serviceSetting().status())
        .isEqualTo("Default");
    refused(
        "ValidationException",
        "",
        () -> ssm.updateServiceSetting(b -> b.settingId(id).settingValue("perhaps")));
  }
}
