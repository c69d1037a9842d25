package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventSourceResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.EventSourceState;
import software.amazon.awssdk.services.eventbridge.model.InvalidStateException;
import software.amazon.awssdk.services.eventbridge.model.PartnerEventSourceAccount;
import software.amazon.awssdk.services.eventbridge.model.PutPartnerEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Partners offer sources of events to accounts, which make buses of them. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PartnersTest {
  private static final String NAME = "aws.partner/example.com/shop/orders";
  private static final String US = "000000000000";

  @Inject EventBridgeClient events;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  private EventBridgeClient partner;

  @BeforeEach
  void partner() {
    partner =
        EventBridgeClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("111111111111", "test")))
            .build();
    assertThat(partner.createPartnerEventSource(c -> c.name(NAME).account(US)).eventSourceArn())
        .isEqualTo("arn:aws:events:us-east-1::event-source/" + NAME);
  }

  @AfterEach
  void close() {
    partner.close();
  }

  private PutPartnerEventsResponse put(String source, String detail) {
    PutPartnerEventsResponse response =
        partner.putPartnerEvents(
            p -> p.entries(e -> e.source(source).detailType("Order").detail(detail)));
    clock.advance(Duration.ofSeconds(1));
    return response;
  }

  private Inbox bus() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    events.createEventBus(b -> b.name(NAME).eventSourceName(NAME));
    events.putRule(
        r ->
            r.name("all")
                .eventBusName(NAME)
                .eventPattern("{\"source\":[{\"prefix\":\"aws.partner/example.com\"}]}"));
    events.putTargets(
        t -> t.rule("all").eventBusName(NAME).targets(x -> x.id("q").arn(inbox.arn())));
    return inbox;
  }

  @Test
  @Fact("events-012")
  void eventsReachTheBusThatAnAccountMakesOfASource() {
    assertThat(put(NAME, "{\"n\":0}").failedEntryCount()).isZero();
    Inbox inbox = bus();
    String id = put(NAME, "{\"n\":1}").entries().getFirst().eventId();
    assertThat(inbox.bodies())
        .singleElement()
        .asString()
        .contains(id, "\"source\":\"" + NAME + "\"", "\"account\":\"" + US + "\"", "{\"n\":1}");
    assertThat(put("aws.partner/example.com/shop/other", "{}").entries().getFirst().errorCode())
        .isEqualTo("NotAuthorizedForSourceException");
    assertThat(put(NAME, "[]").entries().getFirst().errorCode()).isEqualTo("MalformedDetail");
    assertThat(Inbox.put(events, NAME, "{}").entries().getFirst().errorCode())
        .isEqualTo("NotAuthorizedForSourceException");
  }

  @Test
  void aSourceIsSwitchedOffAndOnAndTakenBack() {
    assertThatThrownBy(() -> events.activateEventSource(a -> a.name(NAME)))
        .isInstanceOf(InvalidStateException.class);
    Inbox inbox = bus();
    assertThat(events.describeEventSource(d -> d.name(NAME)))
        .returns(EventSourceState.ACTIVE, DescribeEventSourceResponse::state)
        .returns("aws.partner/example.com", DescribeEventSourceResponse::createdBy)
        .returns(null, DescribeEventSourceResponse::expirationTime);
    events.deactivateEventSource(d -> d.name(NAME));
    put(NAME, "{\"n\":1}");
    assertThat(inbox.bodies()).isEmpty();
    events.activateEventSource(d -> d.name(NAME));
    put(NAME, "{\"n\":2}");
    assertThat(inbox.bodies()).hasSize(1);

    partner.deletePartnerEventSource(d -> d.name(NAME).account(US));
    assertThat(events.listEventSources(l -> l.namePrefix("aws.partner/")).eventSources())
        .singleElement()
        .returns(EventSourceState.DELETED, source -> source.state());
    assertThatThrownBy(() -> partner.describePartnerEventSource(d -> d.name(NAME)))
        .isInstanceOf(ResourceNotFoundException.class);
    put(NAME, "{\"n\":3}");
    assertThat(inbox.bodies()).isEmpty();
  }

  @Test
  void anOfferEndsAfterTwoWeeks() {
    assertThatThrownBy(() -> partner.createPartnerEventSource(c -> c.name(NAME).account(US)))
        .isInstanceOf(ResourceAlreadyExistsException.class);
    assertThatThrownBy(() -> events.createEventBus(b -> b.name("other").eventSourceName(NAME)))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("must be the same");
    partner.createPartnerEventSource(c -> c.name(NAME).account("222222222222"));
    assertThat(partner.describePartnerEventSource(d -> d.name(NAME)).name()).isEqualTo(NAME);
    assertThat(
            partner
                .listPartnerEventSources(l -> l.namePrefix("aws.partner/example.com/"))
                .partnerEventSources())
        .hasSize(1);
    bus();
    assertThat(
            partner
                .listPartnerEventSourceAccounts(l -> l.eventSourceName(NAME))
                .partnerEventSourceAccounts())
        .extracting(PartnerEventSourceAccount::account, PartnerEventSourceAccount::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(US, EventSourceState.ACTIVE),
            org.assertj.core.groups.Tuple.tuple("222222222222", EventSourceState.PENDING));

    clock.advance(Duration.ofDays(14));
    assertThat(
            partner
                .listPartnerEventSourceAccounts(l -> l.eventSourceName(NAME))
                .partnerEventSourceAccounts())
        .extracting(PartnerEventSourceAccount::account)
        .containsExactly(US);
    assertThatThrownBy(() -> events.createEventBus(b -> b.name(NAME).eventSourceName(NAME)))
        .isInstanceOf(ResourceAlreadyExistsException.class);
  }
}
