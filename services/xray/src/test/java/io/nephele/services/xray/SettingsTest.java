package io.nephele.services.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.xray.PutTraceSegmentsRequest;
import io.nephele.api.xray.Xray;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.EncryptionStatus;
import software.amazon.awssdk.services.xray.model.EncryptionType;
import software.amazon.awssdk.services.xray.model.InvalidPolicyRevisionIdException;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.LockoutPreventionException;
import software.amazon.awssdk.services.xray.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.xray.model.PolicyCountLimitExceededException;
import software.amazon.awssdk.services.xray.model.ResourceNotFoundException;
import software.amazon.awssdk.services.xray.model.Tag;
import software.amazon.awssdk.services.xray.model.TraceSegmentDestination;
import software.amazon.awssdk.services.xray.model.XRayException;

/** Policies, tags and settings. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SettingsTest {
  private static final String ALLOW =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"xray:PutTraceSegments",
      "Principal":{"Service":"sns.amazonaws.com"},"Resource":"*"}]}\
      """;

  @Inject XRayClient xray;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  private void putAsService() {
    nephele
        .world()
        .call(
            Xray.PutTraceSegments,
            new PutTraceSegmentsRequest().traceSegmentDocuments(List.of("{}")),
            Principal.service("sns.amazonaws.com", "000000000000"),
            Regions.find("us-east-1"));
  }

  @Test
  void resourcePoliciesLetServicesIn() {
    assertThatThrownBy(this::putAsService)
        .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.status()).isEqualTo(403));
    String revision =
        xray.putResourcePolicy(p -> p.policyName("sns").policyDocument(ALLOW))
            .resourcePolicy()
            .policyRevisionId();
    putAsService();
    assertThat(xray.listResourcePolicies(l -> {}).resourcePolicies())
        .singleElement()
        .satisfies(p -> assertThat(p.policyDocument()).isEqualTo(ALLOW));
    assertThatThrownBy(
            () ->
                xray.putResourcePolicy(
                    p -> p.policyName("sns").policyDocument(ALLOW).policyRevisionId("0")))
        .isInstanceOf(InvalidPolicyRevisionIdException.class);
    assertThatThrownBy(() -> xray.putResourcePolicy(p -> p.policyName("bad").policyDocument("{}")))
        .isInstanceOf(MalformedPolicyDocumentException.class);
    String deny =
        ALLOW
            .replace("Allow", "Deny")
            .replace("{\"Service\":\"sns.amazonaws.com\"}", "\"*\"")
            .replace("PutTraceSegments", "*");
    assertThatThrownBy(() -> xray.putResourcePolicy(p -> p.policyName("d").policyDocument(deny)))
        .isInstanceOf(LockoutPreventionException.class);
    xray.deleteResourcePolicy(d -> d.policyName("sns").policyRevisionId(revision));
    assertThatThrownBy(this::putAsService).isInstanceOf(AwsException.class);
    for (int i = 0; i < 5; i++) {
      String name = "p" + i;
      xray.putResourcePolicy(p -> p.policyName(name).policyDocument(ALLOW));
    }
    assertThatThrownBy(() -> xray.putResourcePolicy(p -> p.policyName("x").policyDocument(ALLOW)))
        .isInstanceOf(PolicyCountLimitExceededException.class);
  }

  @Test
  void groupsAndRulesHaveTags() {
    String group =
        xray.createGroup(c -> c.groupName("g").tags(Tag.builder().key("a").value("1").build()))
            .group()
            .groupARN();
    String rule =
        xray.getSamplingRules(g -> {}).samplingRuleRecords().getFirst().samplingRule().ruleARN();
    for (String arn : List.of(group, rule)) {
      xray.tagResource(t -> t.resourceARN(arn).tags(b -> b.key("b").value("2")));
      assertThat(xray.listTagsForResource(l -> l.resourceARN(arn)).tags())
          .extracting(Tag::key)
          .endsWith("b");
      xray.untagResource(u -> u.resourceARN(arn).tagKeys("b"));
      assertThat(xray.listTagsForResource(l -> l.resourceARN(arn)).tags())
          .extracting(Tag::key)
          .doesNotContain("b");
    }
    assertThat(xray.listTagsForResource(l -> l.resourceARN(group)).tags()).hasSize(1);
    assertThatThrownBy(() -> xray.listTagsForResource(l -> l.resourceARN(group + "x")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void encryptionAndDestinationAreTheDefaultOnes() {
    assertThat(xray.getEncryptionConfig(g -> {}).encryptionConfig().type())
        .isEqualTo(EncryptionType.NONE);
    assertThat(
            xray.putEncryptionConfig(p -> p.type(EncryptionType.NONE)).encryptionConfig().status())
        .isEqualTo(EncryptionStatus.ACTIVE);
    assertThatThrownBy(() -> xray.putEncryptionConfig(p -> p.type(EncryptionType.KMS)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(
            () -> xray.putEncryptionConfig(p -> p.type(EncryptionType.KMS).keyId("alias/a")))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(xray.getTraceSegmentDestination(g -> {}).destination())
        .isEqualTo(TraceSegmentDestination.X_RAY);
    assertThatThrownBy(
            () ->
                xray.updateTraceSegmentDestination(
                    u -> u.destination(TraceSegmentDestination.CLOUD_WATCH_LOGS)))
        .isInstanceOfSatisfying(
            XRayException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
  }

  @Test
  @Fact("xray-007")
  void daemonsTellWhatTheyCount() {
    assertThat(
            xray.putTelemetryRecords(
                    p ->
                        p.telemetryRecords(
                                r ->
                                    r.timestamp(clock.now())
                                        .segmentsReceivedCount(3)
                                        .segmentsSentCount(3))
                            .hostname("here"))
                .sdkHttpResponse()
                .statusCode())
        .isEqualTo(200);
    assertThat(
            xray.getTraceSummaries(
                    g -> g.startTime(clock.now().minusSeconds(60)).endTime(clock.now()))
                .traceSummaries())
        .isEmpty();
  }
}
