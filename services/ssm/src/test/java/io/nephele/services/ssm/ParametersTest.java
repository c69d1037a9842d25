package io.nephele.services.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Parameters, their versions, labels, tiers and secrets. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ParametersTest {
  private static final String DENIED_THROUGH_SSM =
      """
      {"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},
        "Action":"kms:*","Resource":"*"},
       {"Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*",
        "Condition":{"StringEquals":{"kms:ViaService":"ssm.us-east-1.amazonaws.com"},
         "StringLike":{"kms:EncryptionContext:PARAMETER_ARN":"*:parameter/secret/*"}}}]}
      """;

  @Inject SsmClient ssm;
  @Inject KmsClient kms;
  @Inject VirtualClock clock;

  private void put(String name, String value) {
    ssm.putParameter(b -> b.name(name).value(value).type(ParameterType.STRING).overwrite(true));
  }

  private Parameter get(String name) {
    return ssm.getParameter(b -> b.name(name)).parameter();
  }

  private static ParameterStringFilter filter(String key, String value) {
    return ParameterStringFilter.builder().key(key).values(value).build();
  }

  private static void refused(String code, String part, ThrowingCallable call) {
    SsmException e = catchThrowableOfType(SsmException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.getMessage()).contains(part);
  }

  @Test
  @Fact({"ssm-006", "ssm-017", "ssm-020", "ssm-021"})
  void everyChangeMakesAVersionThatCanStillBeRead() {
    put("/app/a", "one");
    put("/app/a", "two");
    assertThat(get("/app/a").value()).isEqualTo("two");
    assertThat(get("/app/a").version()).isEqualTo(2);
    assertThat(get("/app/a:1").value()).isEqualTo("one");
    assertThat(get("/app/a:1").selector()).isEqualTo(":1");
    assertThat(get(get("/app/a").arn()).value()).isEqualTo("two");
    refused(
        "AccessDeniedException",
        "not authorized",
        () -> get(get("/app/a").arn().replace("000000000000", "222222222222")));
    refused(
        "ParameterNotFound", "", () -> get(get("/app/a").arn().replace("us-east-1", "eu-west-1")));
    refused("ParameterVersionNotFound", "could not find version 3", () -> get("/app/a:3"));
    refused("ParameterNotFound", "", () -> get("/app/b"));
    refused(
        "ParameterAlreadyExists",
        "set the overwrite option",
        () -> ssm.putParameter(b -> b.name("/app/a").value("x").type(ParameterType.STRING)));
    assertThat(ssm.getParameterHistory(b -> b.name("/app/a")).parameters())
        .extracting(ParameterHistory::value)
        .containsExactly("one", "two");
  }

  @Test
  @Fact("ssm-006")
  void aHundredVersionsAreKeptUnlessTheOldestHasALabel() {
    for (int i = 1; i <= 101; i++) {
      put("many", "v" + i);
    }
    refused("ParameterVersionNotFound", "version 1 of many", () -> get("many:1"));
    ssm.labelParameterVersion(b -> b.name("many").parameterVersion(2L).labels("keep"));
    assertThat(get("many:keep").value()).isEqualTo("v2");
    refused("ParameterMaxVersionLimitExceeded", "Move the label", () -> put("many", "more"));
    assertThat(
            ssm.unlabelParameterVersion(
                    b -> b.name("many").parameterVersion(2L).labels("keep", "no"))
                .invalidLabels())
        .containsExactly("no");
    put("many", "more");
    assertThat(get("many").version()).isEqualTo(102);
  }

  @Test
  void aVersionHasTenLabelsAtMost() {
    put("a", "x");
    List<String> ten = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ten.add("label" + i);
    }
    ssm.labelParameterVersion(b -> b.name("a").labels(ten));
    refused(
        "ParameterVersionLabelLimitExceeded",
        "maximum 10 labels",
        () -> ssm.labelParameterVersion(b -> b.name("a").labels("eleventh")));
    assertThat(
            ssm.labelParameterVersion(b -> b.name("a").labels("aws-x", "1x", "label1"))
                .invalidLabels())
        .containsExactly("aws-x", "1x");
  }

  @Test
  @Fact({"ssm-002", "ssm-019"})
  void hierarchiesAreReadByPathPageByPage() {
    for (String name : List.of("/dev/a", "/dev/b", "/dev/sub/c", "/device/d", "plain")) {
      put(name, name);
    }
    assertThat(ssm.getParametersByPath(b -> b.path("/dev")).parameters())
        .extracting(Parameter::name)
        .containsExactly("/dev/a", "/dev/b");
    GetParametersByPathResponse page =
        ssm.getParametersByPath(b -> b.path("/dev/").recursive(true).maxResults(2));
    assertThat(page.parameters()).extracting(Parameter::name).containsExactly("/dev/a", "/dev/b");
    GetParametersByPathResponse rest =
        ssm.getParametersByPath(
            b -> b.path("/dev/").recursive(true).maxResults(2).nextToken(page.nextToken()));
    assertThat(rest.parameters()).extracting(Parameter::name).containsExactly("/dev/sub/c");
    assertThat(rest.nextToken()).isNull();
    ParameterStringFilter path =
        ParameterStringFilter.builder().key("Path").option("Recursive").values("/dev").build();
    assertThat(ssm.describeParameters(b -> b.parameterFilters(path)).parameters())
        .extracting(ParameterMetadata::name)
        .containsExactly("/dev/a", "/dev/b", "/dev/sub/c");
    refused(
        "InvalidFilterKey",
        "Valid filter keys include",
        () -> ssm.getParametersByPath(b -> b.path("/dev").parameterFilters(filter("Name", "x"))));
  }

  @Test
  void filtersThatCannotBeAreRefused() {
    put("a", "1");
    String twice = "The following filter is duplicated in the request: Type.";
    refused(
        "ValidationException",
        twice,
        () ->
            ssm.describeParameters(
                b -> b.parameterFilters(filter("Type", "String"), filter("Type", "String"))));
    refused(
        "InvalidFilterOption",
        "Valid values include: [String, StringList, SecureString].",
        () -> ssm.describeParameters(b -> b.parameterFilters(filter("Type", "Text"))));
    refused(
        "InvalidFilterOption",
        "Valid values include: [Standard, Advanced, Intelligent-Tiering].",
        () -> ssm.describeParameters(b -> b.parameterFilters(filter("Tier", "Big"))));
    refused(
        "ValidationException",
        "must begin with a forward slash",
        () -> ssm.describeParameters(b -> b.parameterFilters(filter("Path", "dev"))));
    refused(
        "ValidationException",
        "must begin with a forward slash",
        () -> ssm.getParametersByPath(b -> b.path("/a//b")));
    refused(
        "ValidationException",
        "Filters for common parameters",
        () -> ssm.describeParameters(b -> b.parameterFilters(filter("Name", "/aws/x"))));
    refused(
        "InvalidFilterOption",
        "Valid options include: [Recursive, OneLevel].",
        () ->
            ssm.describeParameters(
                b ->
                    b.parameterFilters(
                        filter("Path", "/a").toBuilder().option("BeginsWith").build())));
    assertThat(ssm.describeParameters(b -> b.parameterFilters(filter("Path", "/"))).parameters())
        .hasSize(1);
  }

  @Test
  @Fact("ssm-007")
  void severalAreReadAtOnce() {
    put("a", "1");
    put("b", "2");
    GetParametersResponse found = ssm.getParameters(b -> b.names("a", "none", "b"));
    assertThat(found.parameters()).extracting(Parameter::value).containsExactly("1", "2");
    assertThat(found.invalidParameters()).containsExactly("none");
    assertThat(ssm.deleteParameters(b -> b.names("a", "none")).deletedParameters())
        .containsExactly("a");
    ssm.deleteParameter(b -> b.name("b"));
    refused("ParameterNotFound", "", () -> ssm.deleteParameter(b -> b.name("b")));
  }

  @Test
  @Fact({"ssm-003", "ssm-004", "ssm-005", "ssm-018"})
  void secureStringsAreReadOnlyByWhoMayUseTheKey() {
    String key = kms.createKey().keyMetadata().keyId();
    for (ParameterTier tier : List.of(ParameterTier.STANDARD, ParameterTier.ADVANCED)) {
      for (String chosen : new String[] {null, key}) {
        String name = "/secret/" + tier + (chosen == null ? "" : "own");
        ssm.putParameter(
            b ->
                b.name(name)
                    .value("pa55word")
                    .type(ParameterType.SECURE_STRING)
                    .tier(tier)
                    .keyId(chosen));
        assertThat(get(name).value()).doesNotContain("pa55word").isNotEmpty();
        assertThat(ssm.getParameter(b -> b.name(name).withDecryption(true)).parameter().value())
            .isEqualTo("pa55word");
      }
    }
    ssm.putParameter(b -> b.name("list").value("a,b").type(ParameterType.STRING_LIST));
    assertThat(get("list").type()).isEqualTo(ParameterType.STRING_LIST);
    kms.putKeyPolicy(b -> b.keyId(key).policy(DENIED_THROUGH_SSM));
    refused(
        "AccessDeniedException",
        "kms:Decrypt",
        () -> ssm.getParameter(b -> b.name("/secret/Standardown").withDecryption(true)));
    assertThat(get("/secret/Standardown").value()).isNotEmpty();
    ssm.getParameter(b -> b.name("/secret/Standard").withDecryption(true));
    kms.putKeyPolicy(b -> b.keyId(key).policy(DENIED_THROUGH_SSM.replace("Deny", "Allow")));
    kms.disableKey(b -> b.keyId(key));
    refused(
        "InvalidKeyId",
        "disabled",
        () -> ssm.getParameter(b -> b.name("/secret/Standardown").withDecryption(true)));
    assertThat(kms.listAliases().aliases())
        .anyMatch(alias -> alias.aliasName().equals("alias/aws/ssm"));
  }

  @Test
  @Fact({"ssm-023", "ssm-024"})
  void tiersBoundTheLengthOfValues() {
    refused("ValidationException", "4096 characters", () -> put("long", "x".repeat(4097)));
    put("long", "x".repeat(4096));
    ssm.putParameter(
        b -> b.name("long").value("y".repeat(8192)).tier(ParameterTier.ADVANCED).overwrite(true));
    refused(
        "ValidationException",
        "can't downgrade",
        () ->
            ssm.putParameter(
                b -> b.name("long").value("y").tier(ParameterTier.STANDARD).overwrite(true)));
    refused("ValidationException", "8192", () -> put("long", "x".repeat(8193)));
    ssm.updateServiceSetting(
        b ->
            b.settingId("/ssm/parameter-store/default-parameter-tier")
                .settingValue("Intelligent-Tiering"));
    put("clever", "x".repeat(5000));
    assertThat(
            ssm.describeParameters(b -> b.parameterFilters(filter("Tier", "Advanced")))
                .parameters())
        .extracting(ParameterMetadata::name)
        .containsExactly("clever", "long");
  }

  @Test
  @Fact("ssm-027")
  void whatExpiresIsDeletedAtTheTime() {
    String policy =
        "[{\"Type\":\"Expiration\",\"Version\":\"1.0\",\"Attributes\":{\"Timestamp\":\""
            + clock.now().plus(Duration.ofHours(1))
            + "\"}}]";
    refused(
        "ValidationException",
        "advanced-parameter tier",
        () ->
            ssm.putParameter(
                b -> b.name("p").value("x").type(ParameterType.STRING).policies(policy)));
    ssm.putParameter(
        b ->
            b.name("p")
                .value("x")
                .type(ParameterType.STRING)
                .tier(ParameterTier.ADVANCED)
                .policies(policy));
    clock.advance(Duration.ofMinutes(59));
    assertThat(get("p").value()).isEqualTo("x");
    clock.advance(Duration.ofMinutes(1));
    refused("ParameterNotFound", "", () -> get("p"));
  }

  @Test
  void namesPatternsAndTagsAreChecked() {
    refused(
        "AccessDeniedException", "No access to reserved parameter name", () -> put("/aws/x", "1"));
    refused("ValidationException", "can't be prefixed with", () -> put("ssm-x", "1"));
    refused("ValidationException", "fully qualified", () -> put("a/b", "1"));
    refused("HierarchyLevelLimitExceededException", "15", () -> put("/a".repeat(16), "1"));
    put("/a".repeat(15), "1");
    refused(
        "ParameterPatternMismatchException",
        "allowedPattern: ^[0-9]+$",
        () ->
            ssm.putParameter(
                b -> b.name("n").value("x").type(ParameterType.STRING).allowedPattern("^[0-9]+$")));
    ssm.putParameter(
        b ->
            b.name("n")
                .value("12")
                .type(ParameterType.STRING)
                .allowedPattern("^[0-9]+$")
                .tags(Tag.builder().key("k").value("v").build()));
    refused("ParameterPatternMismatchException", "", () -> put("n", "x"));
    ssm.removeTagsFromResource(
        b -> b.resourceType(ResourceTypeForTagging.PARAMETER).resourceId("n").tagKeys("k"));
    ssm.addTagsToResource(
        b ->
            b.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("n")
                .tags(Tag.builder().key("l").value("w").build()));
    assertThat(
            ssm.listTagsForResource(
                    b -> b.resourceType(ResourceTypeForTagging.PARAMETER).resourceId("n"))
                .tagList())
        .containsExactly(Tag.builder().key("l").value("w").build());
  }
}
