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

    TrailTags tags = new TrailTags(store);
    on.bind(Cloudtrail.AddTags, tags::add);
    on.bind(Cloudtrail.RemoveTags, tags::remove);
    on.bind(Cloudtrail.ListTags, tags::list);
  }
}
