package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Events come from buses through rules to targets. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RoutingTest {
  private static final String ALL = "{\"source\":[{\"prefix\":\"\"}]}";

  @Inject EventBridgeClient events;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact({"events-004", "events-005", "events-015", "events-031", "events-045"})
  void anEventReachesTheTargetsOfTheRulesThatItMatches() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    inbox.listen(
        events,
        "large",
        "{\"source\":[\"shop\"],\"detail\":{\"total\":[{\"numeric\":[\">\",100]}]}}");

    String id = Inbox.put(events, "shop", "{\"total\": 250}").entries().getFirst().eventId();
    Inbox.put(events, "shop", "{\"total\": 50}");
    Inbox.put(events, "other", "{\"total\": 250}");
    clock.advance(Duration.ofSeconds(1));

    List<String> bodies = inbox.bodies();
    assertThat(bodies).hasSize(1);
    Map<?, ?> event = (Map<?, ?>) JsonText.parse(bodies.getFirst());
    assertThat(event.get("id")).isEqualTo(id);
    assertThat(event.get("version")).isEqualTo("0");
    assertThat(event.get("source")).isEqualTo("shop");
    assertThat(event.get("detail-type")).isEqualTo("Order");
    assertThat(event.get("account")).isEqualTo("000000000000");
    assertThat(event.get("region")).isEqualTo("us-east-1");
    assertThat((String) event.get("time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(bodies.getFirst()).endsWith("\"resources\":[],\"detail\":{\"total\": 250}}");
  }

  @Test
  @Fact("events-003")
  void customBusesHaveRulesOfTheirOwn() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    events.createEventBus(b -> b.name("shop"));
    events.putRule(r -> r.name("all").eventBusName("shop").eventPattern(ALL));
    events.putTargets(
        t -> t.rule("all").eventBusName("shop").targets(x -> x.id("q").arn(inbox.arn())));

    Inbox.put(events, "shop", "{}");
    events.putEvents(
        p ->
            p.entries(
                e -> e.source("shop").detailType("x").detail("{\"on\":1}").eventBusName("shop")));
    clock.advance(Duration.ofSeconds(1));

    assertThat(inbox.bodies()).singleElement().asString().contains("\"on\":1");
    assertThat(events.listEventBuses(l -> {}).eventBuses().stream().map(b -> b.name()))
        .containsExactly("default", "shop");
    assertThatThrownBy(() -> events.deleteEventBus(b -> b.name("shop")))
        .hasMessageContaining("Event bus can't be deleted since it has rules.");
  }

  @Test
  @Fact("events-048")
  void aRuleThatIsDisabledDoesNothing() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    inbox.listen(events, "all", ALL);
    events.disableRule(d -> d.name("all"));
    assertThat(events.describeRule(d -> d.name("all")).stateAsString()).isEqualTo("DISABLED");
    Inbox.put(events, "shop", "{}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies()).isEmpty();

    events.enableRule(d -> d.name("all"));
    Inbox.put(events, "shop", "{}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies()).hasSize(1);
  }

  @Test
  @Fact("events-006")
  void whatATargetDoesNotPermitGoesToTheDeadLetterQueue() {
    Inbox dead = Inbox.create(sqs, "dead");
    String closed = sqs.createQueue(c -> c.queueName("closed")).queueUrl();
    String arn = dead.arn().replace(":dead", ":closed");
    events.putRule(r -> r.name("all").eventPattern(ALL));
    events.putTargets(
        t ->
            t.rule("all")
                .targets(x -> x.id("q").arn(arn).deadLetterConfig(d -> d.arn(dead.arn()))));
    Inbox.put(events, "shop", "{\"a\":1}");
    clock.advance(Duration.ofSeconds(1));

    assertThat(sqs.receiveMessage(r -> r.queueUrl(closed)).messages()).isEmpty();
    Message message = dead.messages().getFirst();
    assertThat(message.body()).contains("\"detail\":{\"a\":1}");
    assertThat(message.messageAttributes().get("ERROR_CODE").stringValue())
        .isEqualTo("NO_PERMISSIONS");
    assertThat(message.messageAttributes().get("TARGET_ARN").stringValue()).isEqualTo(arn);
    assertThat(message.messageAttributes().get("RULE_ARN").stringValue())
        .isEqualTo("arn:aws:events:us-east-1:000000000000:rule/all");
  }

  @Test
  @Fact({"events-010", "events-042"})
  void targetsGetWhatTransformersMakeOfEvents() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    events.putRule(r -> r.name("all").eventPattern(ALL));
    events.putTargets(
        t ->
            t.rule("all")
                .targets(
                    x ->
                        x.id("q")
                            .arn(inbox.arn())
                            .inputTransformer(
                                i ->
                                    i.inputPathsMap(
                                            Map.of(
                                                "who", "$.detail.who",
                                                "lines", "$.detail.lines",
                                                "no", "$.detail.nothing"))
                                        .inputTemplate(
                                            "{\"text\": \"<who> by <aws.events.rule-name>\","
                                                + " \"lines\": <lines>, \"no\": \"<no>\"}"))));
    Inbox.put(events, "shop", "{\"who\":\"A \\\"B\\\"\",\"lines\":[1,{\"x\":2}]}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies())
        .containsExactly(
            "{\"text\": \"A \\\"B\\\" by all\", \"lines\": [1,{\"x\":2}], \"no\": \"\"}");

    events.putTargets(
        t -> t.rule("all").targets(x -> x.id("q").arn(inbox.arn()).inputPath("$.detail.lines[1]")));
    Inbox.put(events, "shop", "{\"lines\":[1,{\"x\":2}]}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies()).containsExactly("{\"x\":2}");

    events.putTargets(
        t -> t.rule("all").targets(x -> x.id("q").arn(inbox.arn()).input("{\"always\":true}")));
    Inbox.put(events, "shop", "{}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies()).containsExactly("{\"always\":true}");
  }

  @Test
  @Fact("events-016")
  void rulesGoOffByTheClock() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    events.putRule(r -> r.name("often").scheduleExpression("rate(5 minutes)"));
    events.putTargets(t -> t.rule("often").targets(x -> x.id("q").arn(inbox.arn())));
    clock.advance(Duration.ofMinutes(16));
    List<String> bodies = inbox.bodies();
    assertThat(bodies).hasSize(3);
    assertThat(bodies.getFirst())
        .contains(
            "\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\"",
            "\"resources\":[\"arn:aws:events:us-east-1:000000000000:rule/often\"],\"detail\":{}");

    events.putRule(r -> r.name("often").scheduleExpression("cron(0 12 * * ? *)"));
    clock.advance(Duration.ofDays(2));
    List<String> noons = inbox.bodies();
    assertThat(noons).hasSize(2).allMatch(body -> body.contains("T12:00:00Z"));
  }

  @Test
  void entriesAreCheckedOneByOne() {
    PutEventsResponse answer =
        events.putEvents(
            p ->
                p.entries(
                    e -> e.source("shop").detailType("x").detail("{}"),
                    e -> e.source("aws.ec2").detailType("x").detail("{}"),
                    e -> e.source("shop").detailType("x").detail("[1"),
                    e -> e.detailType("x").detail("{}")));
    assertThat(answer.failedEntryCount()).isEqualTo(3);
    assertThat(answer.entries().get(0).eventId()).isNotNull();
    assertThat(answer.entries().get(1).errorCode()).isEqualTo("NotAuthorizedForSourceException");
    assertThat(answer.entries().get(2).errorCode()).isEqualTo("MalformedDetail");
    assertThat(answer.entries().get(3).errorMessage())
        .isEqualTo("Parameter Source is not valid. Reason: Source is a required argument.");
    String half = "{\"x\":\"" + "y".repeat(600_000) + "\"}";
    assertThatThrownBy(
            () ->
                events.putEvents(
                    p ->
                        p.entries(
                            e -> e.source("a").detailType("x").detail(half),
                            e -> e.source("a").detailType("x").detail(half))))
        .hasMessageContaining("Total size of the entries in the request is over the limit.");
  }

  @Test
  void patternsAreCheckedAndTried() {
    assertThatThrownBy(() -> events.putRule(r -> r.name("x").eventPattern("{\"source\":\"a\"}")))
        .isInstanceOf(InvalidEventPatternException.class)
        .hasMessageContaining("Event pattern is not valid. Reason: ");
    String event =
        """
        {"id":"1","account":"1","source":"a","time":"2026-01-01T00:00:00Z","region":"r",
        "resources":[],"detail-type":"t","detail":{"ip":"10.0.0.7"}}\
        """;
    assertThat(
            events
                .testEventPattern(
                    t ->
                        t.event(event)
                            .eventPattern("{\"detail\":{\"ip\":[{\"cidr\":\"10.0.0.0/24\"}]}}"))
                .result())
        .isTrue();
    assertThat(
            events
                .testEventPattern(
                    t -> t.event(event).eventPattern("{\"source\":[{\"anything-but\":\"a\"}]}"))
                .result())
        .isFalse();
  }

  @Test
  void rulesAndTargetsAreDescribedListedAndRemoved() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    for (int i = 0; i < 3; i++) {
      inbox.listen(events, "rule" + i, ALL);
    }
    assertThat(events.listRules(l -> l.namePrefix("rule").limit(2)).rules()).hasSize(2);
    String token = events.listRules(l -> l.namePrefix("rule").limit(2)).nextToken();
    assertThat(events.listRules(l -> l.namePrefix("rule").nextToken(token)).rules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.name()).isEqualTo("rule2"));
    assertThat(events.listRuleNamesByTarget(l -> l.targetArn(inbox.arn())).ruleNames())
        .containsExactly("rule0", "rule1", "rule2");
    assertThat(events.listTargetsByRule(l -> l.rule("rule0")).targets())
        .singleElement()
        .satisfies(target -> assertThat(target.arn()).isEqualTo(inbox.arn()));
    assertThatThrownBy(() -> events.deleteRule(d -> d.name("rule0")))
        .hasMessageContaining("Rule can't be deleted since it has targets.");
    events.removeTargets(r -> r.rule("rule0").ids("queue"));
    events.deleteRule(d -> d.name("rule0"));
    events.deleteRule(d -> d.name("rule0"));
    assertThatThrownBy(() -> events.describeRule(d -> d.name("rule0")))
        .hasMessageContaining("Rule rule0 does not exist on EventBus default.");
    assertThatThrownBy(() -> events.putRule(r -> r.name("none")))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }

  @Test
  void archivedEventsAreReplayed() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    String bus = events.describeEventBus(d -> d.name("default")).arn();
    String archive =
        events
            .createArchive(
                a ->
                    a.archiveName("kept")
                        .eventSourceArn(bus)
                        .retentionDays(10)
                        .eventPattern("{\"source\":[\"shop\"]}"))
            .archiveArn();
    java.time.Instant begin = clock.now();
    for (int i = 0; i < 3; i++) {
      Inbox.put(events, "shop", "{\"n\":" + i + "}");
      clock.advance(Duration.ofMinutes(1));
    }
    Inbox.put(events, "other", "{}");
    assertThat(events.describeArchive(d -> d.archiveName("kept")).eventCount()).isEqualTo(3);

    inbox.listen(events, "all", "{\"source\":[\"shop\"]}");
    events.startReplay(
        r ->
            r.replayName("again")
                .eventSourceArn(archive)
                .destination(d -> d.arn(bus))
                .eventStartTime(begin)
                .eventEndTime(begin.plusSeconds(90)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies())
        .hasSize(2)
        .allMatch(body -> body.contains("\"replay-name\":\"again\""));
    assertThat(events.describeReplay(d -> d.replayName("again")).stateAsString())
        .isEqualTo("COMPLETED");
    assertThat(events.describeArchive(d -> d.archiveName("kept")).eventCount()).isEqualTo(3);

    clock.advance(Duration.ofDays(12));
    assertThat(events.describeArchive(d -> d.archiveName("kept")).eventCount()).isZero();
  }
}
