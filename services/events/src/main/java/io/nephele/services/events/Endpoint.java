package io.nephele.services.events;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.util.List;
import java.util.Map;

/**
 * A global endpoint: buses of the same name in two regions, of which the first takes the events.
 *
 * @param region where it was made, which is that of its primary bus
 * @param id by which clients name it when they put events
 * @param healthCheck the ARN of what tells whether the primary region is well
 * @param secondary the other region
 * @param replicates whether each bus passes its events on to the other
 * @param bus the name of both buses
 * @param busArns as they were given
 * @param roleArn in whose name events are passed on, or null
 * @param createdAt in milliseconds
 * @param modifiedAt in milliseconds
 */
record Endpoint(
    String accountId,
    String region,
    String name,
    String id,
    String description,
    String healthCheck,
    String secondary,
    boolean replicates,
    String bus,
    List<String> busArns,
    String roleArn,
    long createdAt,
    long modifiedAt) {
  static final String ACTIVE = "ACTIVE";

  Key key() {
    return Key.of(accountId).with(region).with(name);
  }

  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":events:"
        + region
        + ":"
        + accountId
        + ":endpoint/"
        + name;
  }

  String url() {
    return "https://" + id + ".endpoint.events.amazonaws.com";
  }

  /** The bus that takes events. */
  EventsWorld.BusName primaryBus() {
    return new EventsWorld.BusName(accountId, region, bus);
  }

  EventsWorld.BusName secondaryBus() {
    return new EventsWorld.BusName(accountId, secondary, bus);
  }

  /** The rule by which a bus passes its own events on to the other. */
  Rule replication(EventsWorld.BusName from) {
    return new Rule(
        accountId,
        from.region(),
        bus,
        "GlobalEndpointManagedRule-" + name,
        "{\"source\":[{\"anything-but\":{\"prefix\":\"aws.\"}}],\"region\":[\""
            + from.region()
            + "\"]}",
        null,
        Rule.ENABLED,
        null,
        null,
        EventsWorld.PRINCIPAL,
        accountId,
        modifiedAt,
        Map.of());
  }
}
