package io.nephele.services.events;

import io.nephele.api.events.CreateEndpointRequest;
import io.nephele.api.events.CreateEndpointResponse;
import io.nephele.api.events.DeleteEndpointRequest;
import io.nephele.api.events.DeleteEndpointResponse;
import io.nephele.api.events.DescribeEndpointRequest;
import io.nephele.api.events.DescribeEndpointResponse;
import io.nephele.api.events.EndpointEventBus;
import io.nephele.api.events.FailoverConfig;
import io.nephele.api.events.ListEndpointsRequest;
import io.nephele.api.events.ListEndpointsResponse;
import io.nephele.api.events.Primary;
import io.nephele.api.events.ReplicationConfig;
import io.nephele.api.events.RoutingConfig;
import io.nephele.api.events.Secondary;
import io.nephele.api.events.Target;
import io.nephele.api.events.UpdateEndpointRequest;
import io.nephele.api.events.UpdateEndpointResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The global endpoints. Their primary region counts as well, since there are no health checks of
 * Route 53 that could say otherwise.
 */
final class Endpoints {
  private static final String ID = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String ENABLED = "ENABLED";

  private final EventsWorld events;
  private final Table<Endpoint> endpoints = Table.of("events.endpoints", Endpoint.class);

  Endpoints(EventsWorld events) {
    this.events = events;
  }

  CreateEndpointResponse create(CreateEndpointRequest in, Call call) {
    Endpoint endpoint =
        checked(
            new Endpoint(
                call.accountId(),
                call.region().name(),
                in.name(),
                events.world().ids().text(10, ID) + "." + events.world().ids().text(3, ID),
                in.description(),
                in.routingConfig().failoverConfig().primary().healthCheck(),
                in.routingConfig().failoverConfig().secondary().route(),
                replicates(in.replicationConfig(), true),
                null,
                arns(in.eventBuses()),
                in.roleArn(),
                events.now(),
                events.now()));
    events.write(
        transaction -> {
          if (endpoints.contains(transaction, endpoint.key())) {
            throw EventsErrors.exists("Endpoint", endpoint.name());
          }
          put(transaction, endpoint);
          return null;
        });
    return new CreateEndpointResponse()
        .name(endpoint.name())
        .arn(endpoint.arn())
        .routingConfig(in.routingConfig())
        .replicationConfig(replication(endpoint))
        .eventBuses(in.eventBuses())
        .roleArn(in.roleArn())
        .state("CREATING");
  }

  private static boolean replicates(ReplicationConfig config, boolean otherwise) {
    return config == null || config.state() == null ? otherwise : config.state().equals(ENABLED);
  }

  private static List<String> arns(List<EndpointEventBus> buses) {
    return buses.stream().map(EndpointEventBus::eventBusArn).toList();
  }

  /** An endpoint whose buses fit together, with their name; else the caller's error. */
  private static Endpoint checked(Endpoint asked) {
    List<Arn> buses = asked.busArns().stream().map(Arn::parse).toList();
    List<String> regions = buses.stream().map(Arn::region).toList();
    boolean same =
        buses.get(0).resource().equals(buses.get(1).resource())
            && buses.stream().allMatch(bus -> bus.account().equals(asked.accountId()));
    if (!same) {
      throw EventsErrors.validation(
          "The event buses of an endpoint must have the same name and be of the same account.");
    }
    if (asked.secondary().equals(asked.region())
        || Regions.find(asked.secondary()) == null
        || !regions.contains(asked.region())
        || !regions.contains(asked.secondary())) {
      throw EventsErrors.validation(
          "The event buses of an endpoint must be in its primary and its secondary Region.");
    }
    if (asked.replicates() && asked.roleArn() == null) {
      throw EventsErrors.validation("RoleArn is required if event replication is enabled.");
    }
    String resource = buses.getFirst().resource();
    return new Endpoint(
        asked.accountId(),
        asked.region(),
        asked.name(),
        asked.id(),
        asked.description(),
        asked.healthCheck(),
        asked.secondary(),
        asked.replicates(),
        resource.substring(resource.indexOf('/') + 1),
        asked.busArns(),
        asked.roleArn(),
        asked.createdAt(),
        asked.modifiedAt());
  }

  private void put(Transaction transaction, Endpoint endpoint) {
    events.requireBus(transaction, endpoint.primaryBus());
    events.requireBus(transaction, endpoint.secondaryBus());
    endpoints.put(transaction, endpoint.key(), endpoint);
    if (endpoint.replicates()) {
      passOn(transaction, endpoint, endpoint.primaryBus(), endpoint.secondaryBus());
      passOn(transaction, endpoint, endpoint.secondaryBus(), endpoint.primaryBus());
    }
  }

  private void passOn(
      Transaction transaction,
      Endpoint endpoint,
      EventsWorld.BusName from,
      EventsWorld.BusName to) {
    Rule rule = endpoint.replication(from);
    Bus other = events.requireBus(transaction, to);
    Target target = new Target().id("bus").arn(other.arn()).roleArn(endpoint.roleArn());
    events.rules().put(transaction, rule.key(), rule);
    events.ruleTargets().put(transaction, rule.key().with("bus"), Rules.row(target));
    events.touch(transaction, from.key());
  }

  private void remove(Transaction transaction, Endpoint endpoint) {
    endpoints.delete(transaction, endpoint.key());
    for (EventsWorld.BusName bus : List.of(endpoint.primaryBus(), endpoint.secondaryBus())) {
      Key rule = endpoint.replication(bus).key();
      events.rules().delete(transaction, rule);
      events.ruleTargets().deletePrefix(transaction, rule);
      events.touch(transaction, bus.key());
    }
  }

  UpdateEndpointResponse update(UpdateEndpointRequest in, Call call) {
    Endpoint updated =
        events.write(
            transaction -> {
              Endpoint known = require(transaction, in.name(), null, call);
              FailoverConfig routing =
                  in.routingConfig() == null ? null : in.routingConfig().failoverConfig();
              Endpoint changed =
                  checked(
                      new Endpoint(
                          known.accountId(),
                          known.region(),
                          known.name(),
                          known.id(),
                          in.description() == null ? known.description() : in.description(),
                          routing == null ? known.healthCheck() : routing.primary().healthCheck(),
                          routing == null ? known.secondary() : routing.secondary().route(),
                          replicates(in.replicationConfig(), known.replicates()),
                          null,
                          in.eventBuses() == null ? known.busArns() : arns(in.eventBuses()),
                          in.roleArn() == null ? known.roleArn() : in.roleArn(),
                          known.createdAt(),
                          events.now()));
              remove(transaction, known);
              put(transaction, changed);
              return changed;
            });
    return new UpdateEndpointResponse()
        .name(updated.name())
        .arn(updated.arn())
        .routingConfig(routing(updated))
        .replicationConfig(replication(updated))
        .eventBuses(buses(updated))
        .roleArn(updated.roleArn())
        .endpointId(updated.id())
        .endpointUrl(updated.url())
        .state("UPDATING");
  }

  DeleteEndpointResponse delete(DeleteEndpointRequest in, Call call) {
    events.write(
        transaction -> {
          remove(transaction, require(transaction, in.name(), null, call));
          return null;
        });
    return new DeleteEndpointResponse();
  }

  private Endpoint require(Reader reader, String name, String homeRegion, Call call) {
    String region = homeRegion == null ? call.region().name() : homeRegion;
    Endpoint endpoint = endpoints.get(reader, Key.of(call.accountId()).with(region).with(name));
    if (endpoint == null) {
      throw EventsErrors.missing("Endpoint", name);
    }
    return endpoint;
  }

  /** An endpoint of the caller's, be it of another region; or his error. */
  Endpoint ofId(String id, Call call) {
    return events.read(
        reader -> {
          for (Table.Row<Endpoint> row : endpoints.scan(reader, Key.of(call.accountId()))) {
            if (row.value().id().equals(id)) {
              return row.value();
            }
          }
          throw EventsErrors.missing("Endpoint", id);
        });
  }

  DescribeEndpointResponse describe(DescribeEndpointRequest in, Call call) {
    Endpoint endpoint = events.read(reader -> require(reader, in.name(), in.homeRegion(), call));
    return new DescribeEndpointResponse()
        .name(endpoint.name())
        .description(endpoint.description())
        .arn(endpoint.arn())
        .routingConfig(routing(endpoint))
        .replicationConfig(replication(endpoint))
        .eventBuses(buses(endpoint))
        .roleArn(endpoint.roleArn())
        .endpointId(endpoint.id())
        .endpointUrl(endpoint.url())
        .state(Endpoint.ACTIVE)
        .creationTime(Instant.ofEpochMilli(endpoint.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(endpoint.modifiedAt()));
  }

  ListEndpointsResponse list(ListEndpointsRequest in, Call call) {
    String region = in.homeRegion() == null ? call.region().name() : in.homeRegion();
    List<Endpoint> all =
        events.read(
            reader -> {
              List<Endpoint> found = new ArrayList<>();
              for (Table.Row<Endpoint> row :
                  endpoints.scan(reader, Key.of(call.accountId()).with(region))) {
                if (in.namePrefix() == null || row.value().name().startsWith(in.namePrefix())) {
                  found.add(row.value());
                }
              }
              return found;
            });
    Pages<Endpoint> pages = Pages.of(all, Endpoint::name, in.nextToken(), in.maxResults());
    return new ListEndpointsResponse()
        .endpoints(pages.map(Endpoints::summary))
        .nextToken(pages.nextToken());
  }

  private static io.nephele.api.events.Endpoint summary(Endpoint endpoint) {
    return new io.nephele.api.events.Endpoint()
        .name(endpoint.name())
        .description(endpoint.description())
        .arn(endpoint.arn())
        .routingConfig(routing(endpoint))
        .replicationConfig(replication(endpoint))
        .eventBuses(buses(endpoint))
        .roleArn(endpoint.roleArn())
        .endpointId(endpoint.id())
        .endpointUrl(endpoint.url())
        .state(Endpoint.ACTIVE)
        .creationTime(Instant.ofEpochMilli(endpoint.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(endpoint.modifiedAt()));
  }

  private static RoutingConfig routing(Endpoint endpoint) {
    return new RoutingConfig()
        .failoverConfig(
            new FailoverConfig()
                .primary(new Primary().healthCheck(endpoint.healthCheck()))
                .secondary(new Secondary().route(endpoint.secondary())));
  }

  private static ReplicationConfig replication(Endpoint endpoint) {
    return new ReplicationConfig().state(endpoint.replicates() ? ENABLED : "DISABLED");
  }

  private static List<EndpointEventBus> buses(Endpoint endpoint) {
    return endpoint.busArns().stream().map(arn -> new EndpointEventBus().eventBusArn(arn)).toList();
  }
}
