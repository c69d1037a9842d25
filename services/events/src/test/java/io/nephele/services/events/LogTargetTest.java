package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Rule;

/** Log groups take events, and the old API of CloudWatch Events is this one. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class LogTargetTest {
  private static final String GROUP =
      "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/shop";

  @Inject EventBridgeClient events;
  @Inject CloudWatchLogsClient logs;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  private List<String> logged() {
    clock.advance(Duration.ofSeconds(1));
    return logs.filterLogEvents(f -> f.logGroupName("/aws/events/shop")).events().stream()
        .map(event -> event.message())
        .toList();
  }

  @Test
  @Fact("events-021")
  void aLogGroupTakesEventsIfItsPolicyPermitsThem() {
    logs.createLogGroup(g -> g.logGroupName("/aws/events/shop"));
    events.putRule(r -> r.name("log").eventPattern("{\"source\":[\"shop\"]}"));
    events.putTargets(
        t ->
            t.rule("log")
                .targets(
                    x ->
                        x.id("l")
                            .arn(GROUP)
                            .inputTransformer(
                                i ->
                                    i.inputPathsMap(Map.of("n", "$.detail.n"))
                                        .inputTemplate(
                                            "{\"timestamp\":<aws.events.event.ingestion-time>,"
                                                + "\"message\":\"n is <n>\"}"))));
    Inbox.put(events, "shop", "{\"n\":1}");
    assertThat(logged()).isEmpty();
    logs.putResourcePolicy(
        p ->
            p.policyName("events")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"%s:*",
                    "Principal":{"Service":["events.amazonaws.com","delivery.logs.amazonaws.com"]}}]}\
                    """
                        .formatted(GROUP)));
    Inbox.put(events, "shop", "{\"n\":2}");
    assertThat(logged()).containsExactly("n is 2");
  }

  @Test
  @Fact({"events-011", "events-037", "events-038"})
  void rulesOfCloudWatchEventsAreRulesOfEventBridge() throws IOException, InterruptedException {
    assertThat(old("PutRule", "{\"Name\":\"old\",\"ScheduleExpression\":\"rate(1 hour)\"}"))
        .contains("arn:aws:events:us-east-1:000000000000:rule/old");
    assertThat(events.listRules(l -> l.eventBusName("default")).rules())
        .extracting(Rule::name)
        .containsExactly("old");
    events.putRule(r -> r.name("new").eventPattern("{\"source\":[\"shop\"]}"));
    assertThat(old("ListRules", "{}")).contains("\"old\"", "\"new\"");
  }

  /** A call as clients of CloudWatch Events make it, who know no buses. */
  private String old(String operation, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", "AWSEvents." + operation)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/events/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
