package io.nephele.services.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ManagedRuleException;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.schemas.SchemasClient;
import software.amazon.awssdk.services.schemas.model.ConflictException;
import software.amazon.awssdk.services.schemas.model.NotFoundException;
import software.amazon.awssdk.services.schemas.model.SchemaSummary;
import software.amazon.awssdk.services.schemas.model.Type;

/** Discoverers learn the schemas of the events that come to a bus. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DiscoverersTest {
  private static final String RULE = "Schemas-events-event-bus-shop";

  @Inject SchemasClient schemas;
  @Inject EventBridgeClient events;
  @Inject VirtualClock clock;

  private void put(String detail) {
    events.putEvents(
        p ->
            p.entries(
                e ->
                    e.eventBusName("shop")
                        .source("com.shop")
                        .detailType("Order placed")
                        .detail(detail)));
    clock.advance(Duration.ofSeconds(2));
  }

  private long versions() {
    return schemas.listSchemas(l -> l.registryName("discovered-schemas")).schemas().stream()
        .mapToLong(SchemaSummary::versionCount)
        .sum();
  }

  @Test
  void schemasAreToldOfWhenTheyAreMade() {
    String bus = events.describeEventBus(d -> {}).arn();
    events.createArchive(
        a ->
            a.archiveName("made")
                .eventSourceArn(bus)
                .eventPattern(
                    "{\"source\":[\"aws.schemas\"],\"detail-type\":[\"Schema Created\","
                        + "\"Schema Version Created\"],\"detail\":{\"SchemaName\":[\"own\"],"
                        + "\"SchemaType\":[\"JSONSchemaDraft4\"],\"Version\":[\"1\",\"2\"]}}"));
    schemas.createRegistry(r -> r.registryName("mine"));
    schemas.createSchema(
        c ->
            c.registryName("mine")
                .schemaName("own")
                .type(Type.JSON_SCHEMA_DRAFT4)
                .content("{\"type\":\"object\"}"));
    for (int i = 0; i < 2; i++) {
      schemas.updateSchema(
          u -> u.registryName("mine").schemaName("own").content("{\"type\":\"string\"}"));
    }
    clock.advance(Duration.ofSeconds(2));
    assertThat(events.describeArchive(d -> d.archiveName("made")).eventCount()).isEqualTo(2);
  }

  @Test
  void eventsOfABusHaveSchemas() {
    String bus = events.createEventBus(b -> b.name("shop")).eventBusArn();
    String id = schemas.createDiscoverer(d -> d.sourceArn(bus)).discovererId();
    assertThat(id).isEqualTo("events-event-bus-shop");
    assertThatThrownBy(() -> schemas.createDiscoverer(d -> d.sourceArn(bus)))
        .isInstanceOf(ConflictException.class);
    put("{\"n\":1}");
    assertThat(
            schemas
                .describeSchema(
                    d -> d.registryName("discovered-schemas").schemaName("com.shop@OrderPlaced"))
                .content())
        .contains("\"n\":{\"type\":\"integer\"}", "\"x-amazon-events-source\":\"com.shop\"");
    put("{\"n\":2}");
    assertThat(versions()).isEqualTo(1);
    put("{\"other\":true}");
    put("{\"n\":3}");
    assertThat(versions()).isEqualTo(2);

    assertThat(schemas.stopDiscoverer(s -> s.discovererId(id)).stateAsString())
        .isEqualTo("STOPPED");
    put("{\"unseen\":1}");
    assertThat(versions()).isEqualTo(2);
    schemas.startDiscoverer(s -> s.discovererId(id));
    put("{\"seen\":1}");
    assertThat(versions()).isEqualTo(3);
  }

  @Test
  void theRuleIsManaged() {
    String bus = events.createEventBus(b -> b.name("shop")).eventBusArn();
    String id = schemas.createDiscoverer(d -> d.sourceArn(bus)).discovererId();
    assertThat(events.listRules(l -> l.eventBusName("shop")).rules())
        .extracting(Rule::name, Rule::managedBy)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(RULE, "schemas.amazonaws.com"));
    assertThatThrownBy(() -> events.disableRule(d -> d.eventBusName("shop").name(RULE)))
        .isInstanceOf(ManagedRuleException.class);
    schemas.deleteDiscoverer(d -> d.discovererId(id));
    assertThat(events.listRules(l -> l.eventBusName("shop")).rules()).isEmpty();
    assertThatThrownBy(() -> schemas.describeDiscoverer(d -> d.discovererId(id)))
        .isInstanceOf(NotFoundException.class);
  }
}
