package io.nephele.services.events;

import io.nephele.api.events.Events;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge: buses whose rules send events to targets. */
public final class EventBridgeService implements ServiceModule {
  @Override
  public String name() {
    return "events";
  }

  @Override
  public void bind(Bindings on, World world) {
    EventsWorld events = new EventsWorld(world);
    ConnectionSecrets secrets = new ConnectionSecrets(events);
    ApiCalls apiCalls = new ApiCalls(events, secrets);
    TargetCalls calls = new TargetCalls(events, apiCalls);
    Deliveries deliveries = new Deliveries(events, calls, new DeadLetters(events));
    Archives archives = new Archives(events);
    BusRules busRules = new BusRules(events, archives);
    Routing routing = new Routing(events, busRules, archives, deliveries);
    calls.forwardTo(routing);
    ScheduledRules schedules = new ScheduledRules(events, busRules, deliveries);
    Replays replays = new Replays(events, archives, routing);
    world.timers().onWork(Deliveries.TIMER, deliveries::deliver);
    world.timers().onWork(Replays.TIMER, replays::run);
    world.timers().on(ScheduledRules.TIMER, schedules::fire);
    world.timers().on(Archives.TIMER, archives::expire);
    on.protect(new ProtectedEvents(events));

    PartnerSources partners = new PartnerSources(events);
    world.timers().on(PartnerSources.TIMER, partners::expire);
    bindBuses(on, events, partners);
    bindPartners(on, events, partners);
    bindRules(on, events, schedules);
    Endpoints endpoints = new Endpoints(events);
    bindEndpoints(on, endpoints);
    Entries entries = new Entries(events, endpoints, routing);
    on.bind(Events.PutEvents, entries::put);
    on.bind(Events.PutPartnerEvents, new PartnerEntries(events, entries, partners, routing)::put);
    on.bind(Events.TestEventPattern, Patterns::test);
    bindArchives(on, archives, replays);
    Connections connections = new Connections(events, secrets);
    ApiDestinations destinations = new ApiDestinations(events, connections);
    apiCalls.find(destinations, connections);
    bindDestinations(on, connections, destinations);
  }

  private static void bindEndpoints(Bindings on, Endpoints endpoints) {
    on.bind(Events.CreateEndpoint, endpoints::create);
    on.bind(Events.UpdateEndpoint, endpoints::update);
    on.bind(Events.DescribeEndpoint, endpoints::describe);
    on.bind(Events.ListEndpoints, endpoints::list);
    on.bind(Events.DeleteEndpoint, endpoints::delete);
  }

  private static void bindPartners(Bindings on, EventsWorld events, PartnerSources partners) {
    PartnerCalls calls = new PartnerCalls(events, partners);
    on.bind(Events.CreatePartnerEventSource, calls::create);
    on.bind(Events.DeletePartnerEventSource, calls::delete);
    on.bind(Events.DescribePartnerEventSource, calls::describePartner);
    on.bind(Events.ListPartnerEventSources, calls::listPartner);
    on.bind(Events.ListPartnerEventSourceAccounts, calls::listAccounts);
    on.bind(Events.DescribeEventSource, calls::describe);
    on.bind(Events.ListEventSources, calls::list);
    on.bind(Events.ActivateEventSource, calls::activate);
    on.bind(Events.DeactivateEventSource, calls::deactivate);
  }

  private static void bindBuses(Bindings on, EventsWorld events, PartnerSources partners) {
    Buses buses = new Buses(events, partners);
    on.bind(Events.CreateEventBus, buses::create);
    on.bind(Events.UpdateEventBus, buses::update);
    on.bind(Events.DescribeEventBus, buses::describe);
    on.bind(Events.ListEventBuses, buses::list);
    on.bind(Events.DeleteEventBus, buses::delete);
    BusPermissions permissions = new BusPermissions(events);
    on.bind(Events.PutPermission, permissions::put);
    on.bind(Events.RemovePermission, permissions::remove);
    EventTags tags = new EventTags(events);
    on.bind(Events.TagResource, tags::tag);
    on.bind(Events.UntagResource, tags::untag);
    on.bind(Events.ListTagsForResource, tags::list);
  }

  private static void bindRules(Bindings on, EventsWorld events, ScheduledRules schedules) {
    Rules rules = new Rules(events, schedules);
    on.bind(Events.PutRule, rules::put);
    on.bind(Events.DeleteRule, rules::delete);
    on.bind(Events.DescribeRule, rules::describe);
    on.bind(Events.EnableRule, rules::enable);
    on.bind(Events.DisableRule, rules::disable);
    on.bind(Events.ListRules, rules::list);
    on.bind(Events.ListRuleNamesByTarget, rules::namesByTarget);
    RuleTargets targets = new RuleTargets(events);
    on.bind(Events.PutTargets, targets::put);
    on.bind(Events.RemoveTargets, targets::remove);
    on.bind(Events.ListTargetsByRule, targets::list);
  }

  private static void bindArchives(Bindings on, Archives archives, Replays replays) {
    on.bind(Events.CreateArchive, archives::create);
    on.bind(Events.UpdateArchive, archives::update);
    on.bind(Events.DescribeArchive, archives::describe);
    on.bind(Events.ListArchives, archives::list);
    on.bind(Events.DeleteArchive, archives::delete);
    on.bind(Events.StartReplay, replays::start);
    on.bind(Events.CancelReplay, replays::cancel);
    on.bind(Events.DescribeReplay, replays::describe);
    on.bind(Events.ListReplays, replays::list);
  }

  private static void bindDestinations(
      Bindings on, Connections connections, ApiDestinations destinations) {
    on.bind(Events.CreateConnection, connections::create);
    on.bind(Events.UpdateConnection, connections::update);
    on.bind(Events.DescribeConnection, connections::describe);
    on.bind(Events.ListConnections, connections::list);
    on.bind(Events.DeauthorizeConnection, connections::deauthorize);
    on.bind(Events.DeleteConnection, connections::delete);
    on.bind(Events.CreateApiDestination, destinations::create);
    on.bind(Events.UpdateApiDestination, destinations::update);
    on.bind(Events.DescribeApiDestination, destinations::describe);
    on.bind(Events.ListApiDestinations, destinations::list);
    on.bind(Events.DeleteApiDestination, destinations::delete);
  }
}
