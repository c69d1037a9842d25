package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetInsightRuleReportResponse;
import software.amazon.awssdk.services.cloudwatch.model.InsightRule;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsAction;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Contributor Insights of tables: which keys are used and throttled most. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TableInsightsTest {
  @Inject CloudWatchClient cloudWatch;
  @Inject URI endpoint;
  @Inject VirtualClock clock;
  private DynamoDbClient dynamo;
  private Instant start;

  @BeforeEach
  void table() {
    start = clock.now();
    dynamo =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    dynamo.createTable(
        r ->
            r.tableName("things")
                .provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(1L))
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(
                    attribute("pk", ScalarAttributeType.S),
                    attribute("sk", ScalarAttributeType.N)));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  @AfterEach
  void close() {
    dynamo.close();
  }

  private List<String> rules() {
    return dynamo
        .describeContributorInsights(r -> r.tableName("things"))
        .contributorInsightsRuleList();
  }

  private String rule(String kind) {
    return rules().stream().filter(name -> name.contains("-" + kind + "-")).findFirst().orElse("");
  }

  private void insights(ContributorInsightsAction action, ContributorInsightsMode mode) {
    dynamo.updateContributorInsights(
        r -> r.tableName("things").contributorInsightsAction(action).contributorInsightsMode(mode));
  }

  private List<String> top(String rule) {
    GetInsightRuleReportResponse report =
        cloudWatch.getInsightRuleReport(
            r -> r.ruleName(rule).startTime(start).endTime(clock.now().plusSeconds(60)).period(60));
    return report.contributors().stream()
        .map(each -> String.join("/", each.keys()) + "=" + each.approximateAggregateValue())
        .toList();
  }

  private void put(String pk, int sk, int bytes) {
    dynamo.putItem(
        r ->
            r.tableName("things")
                .item(
                    Map.of(
                        "pk",
                        AttributeValue.fromS(pk),
                        "sk",
                        AttributeValue.fromN(Integer.toString(sk)),
                        "v",
                        AttributeValue.fromS("x".repeat(bytes)))));
  }

  @Test
  @Fact("dynamodb-087")
  void keysThatAreUsedAndThrottledAreTold() {
    put("before", 1, 10);
    insights(ContributorInsightsAction.ENABLE, null);
    assertThat(rules()).hasSize(4).allMatch(name -> name.contains("-things-"));
    assertThat(cloudWatch.describeInsightRules(r -> {}).insightRules())
        .extracting(InsightRule::name)
        .containsExactlyInAnyOrderElementsOf(rules());
    put("a", 1, 10);
    put("a", 2, 3000);
    put("b", 1, 10);
    clock.advance(Duration.ofMinutes(1));
    put("b", 1, 10);
    dynamo.query(
        r ->
            r.tableName("things")
                .keyConditionExpression("pk = :pk")
                .consistentRead(true)
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("b"))));
    assertThat(top(rule("PKC"))).containsExactly("a=4.0", "b=3.0");
    assertThat(top(rule("SKC"))).containsExactly("a/2=3.0", "b/1=2.0", "a/1=1.0");
    assertThat(top(rule("PKT"))).isEmpty();
    put("large", 1, 350_000);
    assertThatThrownBy(() -> put("late", 1, 10))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertThat(top(rule("PKT"))).containsExactly("late=1.0");
    assertThat(top(rule("SKT"))).containsExactly("late/1=1.0");
  }

  @Test
  void insightsAreEndedAndNarrowed() {
    insights(ContributorInsightsAction.ENABLE, ContributorInsightsMode.THROTTLED_KEYS);
    assertThat(rules()).hasSize(2).noneMatch(name -> name.contains("-PKC-"));
    String rule = rule("PKT");
    assertThat(top(rule)).isEmpty();
    assertThat(cloudWatch.deleteInsightRules(r -> r.ruleNames(rule)).failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.failureDescription())
                    .isEqualTo("The rule " + rule + " is changed by the service that made it."));
    assertThat(dynamo.listContributorInsights(r -> {}).contributorInsightsSummaries())
        .singleElement()
        .satisfies(
            summary ->
                assertThat(summary.contributorInsightsMode())
                    .isEqualTo(ContributorInsightsMode.THROTTLED_KEYS));
    insights(ContributorInsightsAction.DISABLE, null);
    assertThat(rules()).isEmpty();
    assertThatThrownBy(() -> top(rule)).isInstanceOf(ResourceNotFoundException.class);
    assertThat(cloudWatch.describeInsightRules(r -> {}).insightRules()).isEmpty();
  }
}
