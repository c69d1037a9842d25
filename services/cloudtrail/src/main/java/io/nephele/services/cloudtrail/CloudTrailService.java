package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.Cloudtrail;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.trail.CallTrail;

/** AWS CloudTrail: who called what, when and from where. */
public final class CloudTrailService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public CloudTrailService() {}

  @Override
  public String name() {
    return "cloudtrail";
  }

  @Override
  public void bind(Bindings on, World world) {
    on.describe(TableDescriptions::of);
    TrailStore store = new TrailStore(world);
    on.protect(new ProtectedTrails(store));
    Destinations destinations = new Destinations(world);
    SigningKeys keys = new SigningKeys(world);
    Digests digests = new Digests(store, destinations, keys);
    Deliveries deliveries = new Deliveries(store, destinations, digests);
    world.timers().onWork(CallTrail.DELIVERY, deliveries::onTimer);
    world.timers().onWork(Digests.TIMER, digests::onTimer);

    on.bind(Cloudtrail.LookupEvents, new EventHistory(world)::lookup);
    on.bind(Cloudtrail.ListPublicKeys, keys::list);

    Trails trails = new Trails(store, destinations, digests);
    on.bind(Cloudtrail.CreateTrail, trails::create);
    on.bind(Cloudtrail.UpdateTrail, trails::update);
    on.bind(Cloudtrail.DeleteTrail, trails::delete);
    on.bind(Cloudtrail.GetTrail, trails::get);
    on.bind(Cloudtrail.DescribeTrails, trails::describe);
    on.bind(Cloudtrail.ListTrails, trails::list);

    Logging logging = new Logging(store, digests);
    on.bind(Cloudtrail.StartLogging, logging::start);
    on.bind(Cloudtrail.StopLogging, logging::stop);
    on.bind(Cloudtrail.GetTrailStatus, logging::status);

    Selectors selectors = new Selectors(store);
    on.bind(Cloudtrail.PutEventSelectors, selectors::put);
    on.bind(Cloudtrail.GetEventSelectors, selectors::get);

    Insights insights = new Insights(store);
    on.bind(Cloudtrail.PutInsightSelectors, insights::put);
    on.bind(Cloudtrail.GetInsightSelectors, insights::get);

    EventDataStoreTable stores = new EventDataStoreTable(world);
    bindLake(on, world, stores);

    TrailTags tags = new TrailTags(store, stores);
    on.bind(Cloudtrail.AddTags, tags::add);
    on.bind(Cloudtrail.RemoveTags, tags::remove);
    on.bind(Cloudtrail.ListTags, tags::list);
  }

  private static void bindLake(Bindings on, World world, EventDataStoreTable table) {
    EventDataStores stores = new EventDataStores(table);
    world.timers().on(EventDataStores.DELETION, stores::onDeletion);
    on.bind(Cloudtrail.CreateEventDataStore, stores::create);
    on.bind(Cloudtrail.GetEventDataStore, stores::get);
    on.bind(Cloudtrail.ListEventDataStores, stores::list);
    on.bind(Cloudtrail.UpdateEventDataStore, stores::update);
    on.bind(Cloudtrail.DeleteEventDataStore, stores::delete);
    on.bind(Cloudtrail.RestoreEventDataStore, stores::restore);
    on.bind(Cloudtrail.StartEventDataStoreIngestion, stores::start);
    on.bind(Cloudtrail.StopEventDataStoreIngestion, stores::stop);

    LakeQueries queries = new LakeQueries(table);
    world.timers().onWork(LakeQueries.RUN, queries::run);
    world.timers().on(LakeQueries.EXPIRE, queries::expire);
    on.bind(Cloudtrail.StartQuery, queries::start);
    on.bind(Cloudtrail.DescribeQuery, queries::describe);
    on.bind(Cloudtrail.GetQueryResults, queries::results);
    on.bind(Cloudtrail.ListQueries, queries::list);
    on.bind(Cloudtrail.CancelQuery, queries::cancel);
  }
}
