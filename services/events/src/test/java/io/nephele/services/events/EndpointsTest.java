package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.events.Events;
import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EndpointState;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.ManagedRuleException;
import software.amazon.awssdk.services.eventbridge.model.ReplicationState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Global endpoints put events on buses of two regions. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EndpointsTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/copies";

  @Inject EventBridgeClient events;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  private static String bus(String region) {
    return "arn:aws:events:" + region + ":000000000000:event-bus/shop";
  }

  private void create(ReplicationState state) {
    events.createEndpoint(
        c ->
            c.name("both")
                .routingConfig(
                    r ->
                        r.failoverConfig(
                            f ->
                                f.primary(p -> p.healthCheck("arn:aws:route53:::healthcheck/abc-1"))
                                    .secondary(s -> s.route("eu-west-1"))))
                .replicationConfig(r -> r.state(state))
                .eventBuses(
                    b -> b.eventBusArn(bus("us-east-1")), b -> b.eventBusArn(bus("eu-west-1")))
                .roleArn(ROLE));
  }

  private void put(String id, String bus, String detail) {
    nephele
        .world()
        .call(
            Events.PutEvents,
            new PutEventsRequest()
                .endpointId(id)
                .entries(
                    List.of(
                        new PutEventsRequestEntry()
                            .eventBusName(bus)
                            .source("shop")
                            .detailType("Order")
                            .detail(detail))),
            Principal.root(Regions.find("us-east-1").partition(), "000000000000"),
            Regions.find("eu-west-1"));
    clock.advance(Duration.ofSeconds(1));
  }

  private static Inbox listen(EventBridgeClient events, SqsClient sqs, String name) {
    Inbox inbox = Inbox.create(sqs, name);
    events.createEventBus(b -> b.name("shop"));
    events.putRule(r -> r.name("all").eventBusName("shop").eventPattern("{\"source\":[\"shop\"]}"));
    events.putTargets(
        t -> t.rule("all").eventBusName("shop").targets(x -> x.id("q").arn(inbox.arn())));
    return inbox;
  }

  @Test
  void eventsGoToThePrimaryBusAndFromThereToTheOther() {
    iam.createRole(
        r ->
            r.roleName("copies")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"events.amazonaws.com"}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName("copies")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Action":"events:PutEvents","Resource":"*"}]}\
                    """));
    StaticCredentialsProvider us =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("000000000000", "test"));
    try (EventBridgeClient otherEvents =
            EventBridgeClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(us)
                .build();
        SqsClient otherQueues =
            SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(us)
                .build()) {
      Inbox here = listen(events, sqs, "here");
      Inbox there = listen(otherEvents, otherQueues, "there");
      create(ReplicationState.ENABLED);
      String id = events.describeEndpoint(d -> d.name("both")).endpointId();
      put(id, bus("eu-west-1"), "{\"n\":1}");
      assertThat(here.bodies()).singleElement().asString().contains("\"region\":\"us-east-1\"");
      assertThat(there.bodies()).singleElement().asString().contains("\"region\":\"us-east-1\"");
      assertThatThrownBy(() -> events.disableRule(d -> d.eventBusName("shop").name(managedRule())))
          .isInstanceOf(ManagedRuleException.class);

      events.updateEndpoint(
          u -> u.name("both").replicationConfig(r -> r.state(ReplicationState.DISABLED)));
      put(id, "shop", "{\"n\":2}");
      assertThat(here.bodies()).hasSize(1);
      assertThat(there.bodies()).isEmpty();
      assertThatThrownBy(() -> put(id, "other", "{}")).isInstanceOf(AwsException.class);
      assertThat(
              otherEvents
                  .listEndpoints(l -> l.homeRegion("us-east-1"))
                  .endpoints()
                  .getFirst()
                  .state())
          .isEqualTo(EndpointState.ACTIVE);
      events.deleteEndpoint(d -> d.name("both"));
      assertThatThrownBy(() -> put(id, "shop", "{}")).isInstanceOf(AwsException.class);
    }
  }

  private String managedRule() {
    return events.listRules(l -> l.eventBusName("shop").namePrefix("Global")).rules().stream()
        .map(rule -> rule.name())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void busesOfAnEndpointFitTogether() {
    events.createEventBus(b -> b.name("shop"));
    assertThatThrownBy(() -> create(ReplicationState.ENABLED))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("Event bus shop does not exist.");
    assertThatThrownBy(
            () ->
                events.createEndpoint(
                    c ->
                        c.name("same")
                            .routingConfig(
                                r ->
                                    r.failoverConfig(
                                        f ->
                                            f.primary(
                                                    p ->
                                                        p.healthCheck(
                                                            "arn:aws:route53:::healthcheck/a"))
                                                .secondary(s -> s.route("eu-west-1"))))
                            .eventBuses(
                                b -> b.eventBusArn(bus("us-east-1")),
                                b -> b.eventBusArn(bus("us-east-1")))
                            .roleArn(ROLE)))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("primary and its secondary Region");
  }
}
