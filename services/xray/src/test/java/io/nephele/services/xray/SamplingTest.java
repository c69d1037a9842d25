package io.nephele.services.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.GetSamplingTargetsResponse;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.RuleLimitExceededException;
import software.amazon.awssdk.services.xray.model.SamplingRule;
import software.amazon.awssdk.services.xray.model.SamplingRuleRecord;
import software.amazon.awssdk.services.xray.model.SamplingTargetDocument;

/** Sampling rules steer SDKs. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SamplingTest {
  @Inject XRayClient xray;
  @Inject VirtualClock clock;

  private SamplingRuleRecord create(String name, int priority, int reservoir, double rate) {
    return xray.createSamplingRule(
            c ->
                c.samplingRule(
                    r ->
                        r.ruleName(name)
                            .resourceARN("*")
                            .priority(priority)
                            .fixedRate(rate)
                            .reservoirSize(reservoir)
                            .serviceName("*")
                            .serviceType("*")
                            .host("*")
                            .httpMethod("*")
                            .urlPath("*")
                            .version(1)))
        .samplingRuleRecord();
  }

  private GetSamplingTargetsResponse report(String rule, char client, int requests) {
    return xray.getSamplingTargets(
        g ->
            g.samplingStatisticsDocuments(
                d ->
                    d.ruleName(rule)
                        .clientID(String.valueOf(client).repeat(24))
                        .timestamp(clock.now())
                        .requestCount(requests)
                        .sampledCount(2)
                        .borrowCount(1)));
  }

  @Test
  @Fact("xray-004")
  void theDefaultRuleIsAlwaysThere() {
    SamplingRuleRecord record = xray.getSamplingRules(g -> {}).samplingRuleRecords().getFirst();
    SamplingRule rule = record.samplingRule();
    assertThat(rule.ruleName()).isEqualTo("Default");
    assertThat(rule.reservoirSize()).isEqualTo(1);
    assertThat(rule.fixedRate()).isEqualTo(0.05);
    assertThat(rule.priority()).isEqualTo(10_000);
    assertThat(record.createdAt()).isEqualTo(Instant.EPOCH);
    assertThatThrownBy(() -> xray.deleteSamplingRule(d -> d.ruleName("Default")))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(
            () ->
                xray.updateSamplingRule(
                    u -> u.samplingRuleUpdate(r -> r.ruleName("Default").host("a"))))
        .isInstanceOf(InvalidRequestException.class);
    xray.updateSamplingRule(u -> u.samplingRuleUpdate(r -> r.ruleName("Default").fixedRate(0.5)));
    assertThat(
            xray.getSamplingRules(g -> {})
                .samplingRuleRecords()
                .getFirst()
                .samplingRule()
                .fixedRate())
        .isEqualTo(0.5);
  }

  @Test
  void rulesAreMadeChangedAndDeleted() {
    SamplingRuleRecord made = create("shop", 20, 5, 0.1);
    assertThat(made.samplingRule().ruleARN())
        .isEqualTo("arn:aws:xray:us-east-1:000000000000:sampling-rule/shop");
    create("first", 10, 5, 0.1);
    assertThat(xray.getSamplingRules(g -> {}).samplingRuleRecords())
        .extracting(r -> r.samplingRule().ruleName())
        .containsExactly("first", "shop", "Default");
    assertThatThrownBy(() -> create("shop", 1, 1, 1)).isInstanceOf(InvalidRequestException.class);
    clock.advance(Duration.ofSeconds(5));
    SamplingRuleRecord changed =
        xray.updateSamplingRule(
                u ->
                    u.samplingRuleUpdate(
                        r -> r.ruleARN(made.samplingRule().ruleARN()).reservoirSize(9)))
            .samplingRuleRecord();
    assertThat(changed.samplingRule().reservoirSize()).isEqualTo(9);
    assertThat(changed.samplingRule().fixedRate()).isEqualTo(0.1);
    assertThat(changed.modifiedAt()).isAfter(changed.createdAt());
    assertThatThrownBy(
            () ->
                xray.updateSamplingRule(
                    u -> u.samplingRuleUpdate(r -> r.ruleName("shop").priority(10_000))))
        .isInstanceOf(InvalidRequestException.class);
    xray.deleteSamplingRule(d -> d.ruleName("shop"));
    assertThatThrownBy(() -> xray.deleteSamplingRule(d -> d.ruleName("shop")))
        .isInstanceOf(InvalidRequestException.class);
    for (int i = 1; i < 25; i++) {
      create("rule" + i, 100, 1, 0);
    }
    assertThatThrownBy(() -> create("more", 1, 1, 1))
        .isInstanceOf(RuleLimitExceededException.class);
  }

  @Test
  @Fact("xray-005")
  void theReservoirIsSharedByClients() {
    create("busy", 1, 60, 0.2);
    GetSamplingTargetsResponse alone = report("busy", 'a', 200);
    SamplingTargetDocument target = alone.samplingTargetDocuments().getFirst();
    assertThat(alone.lastRuleModification())
        .isEqualTo(Instant.ofEpochMilli(clock.now().toEpochMilli()));
    assertThat(target.reservoirQuota() + target.fixedRate() * (200 - target.reservoirQuota()))
        .isEqualTo(88.0);
    assertThat(target.interval()).isEqualTo(10);
    assertThat(target.reservoirQuotaTTL()).isAfter(clock.now());
    clock.advance(Duration.ofSeconds(10));
    int second = report("busy", 'b', 10).samplingTargetDocuments().getFirst().reservoirQuota();
    int third = report("busy", 'c', 10).samplingTargetDocuments().getFirst().reservoirQuota();
    int first = report("busy", 'a', 10).samplingTargetDocuments().getFirst().reservoirQuota();
    assertThat(second).isEqualTo(30);
    assertThat(third).isEqualTo(20);
    assertThat(first).isEqualTo(20);
    clock.advance(Duration.ofSeconds(31));
    assertThat(report("busy", 'a', 10).samplingTargetDocuments().getFirst().reservoirQuota())
        .isEqualTo(60);
    assertThat(xray.getSamplingStatisticSummaries(g -> {}).samplingStatisticSummaries())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.ruleName()).isEqualTo("busy");
              assertThat(s.requestCount()).isEqualTo(240);
              assertThat(s.sampledCount()).isEqualTo(10);
              assertThat(s.borrowCount()).isEqualTo(5);
            });
    GetSamplingTargetsResponse unknown = report("nothing", 'a', 1);
    assertThat(unknown.samplingTargetDocuments()).isEmpty();
    assertThat(unknown.unprocessedStatistics().getFirst().message()).isEqualTo("Unknown rule");
  }
}
