package io.nephele.services.xray;

import io.nephele.api.xray.Xray;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.xray.otlp.TraceExports;
import io.nephele.wire.http.HttpRequest;

/** AWS X-Ray: traces of requests through services. */
public final class XRayService implements ServiceModule {
  @Override
  public String name() {
    return "xray";
  }

  @Override
  public boolean takesWeb(HttpRequest request) {
    // Asked for every request: only a constant of the class that answers, so that it is not loaded.
    if (!request.path().equals(TraceExports.PATH) || !request.method().equals("POST")) {
      return false;
    }
    String type = request.headers().first("Content-Type");
    return type != null
        && (type.startsWith(TraceExports.PROTOBUF) || type.startsWith(TraceExports.JSON));
  }

  @Override
  public void bind(Bindings on, World world) {
    on.web(new TraceExports(world));
    TraceTables tables = new TraceTables(world);
    world.timers().on(TraceTables.TIMER, tables::expire);
    Groups groups = new Groups(world);
    SamplingRules rules = new SamplingRules(world);
    ResourcePolicies policies = new ResourcePolicies(world);
    on.protect(new ProtectedTraces(world, groups, rules, policies));
    TraceKeys keys = new TraceKeys(world);
    on.bind(Xray.GetEncryptionConfig, keys::encryption);
    on.bind(Xray.PutEncryptionConfig, keys::putEncryption);
    bindTraces(on, world, new Segments(world, tables, keys), tables, groups);
    bindSampling(on, world, rules);
    on.bind(Xray.CreateGroup, groups::create);
    on.bind(Xray.UpdateGroup, groups::update);
    on.bind(Xray.DeleteGroup, groups::delete);
    on.bind(Xray.GetGroup, groups::get);
    on.bind(Xray.GetGroups, groups::list);
    on.bind(Xray.PutResourcePolicy, policies::put);
    on.bind(Xray.DeleteResourcePolicy, policies::delete);
    on.bind(Xray.ListResourcePolicies, policies::list);
    XRayTags tags = new XRayTags(world, groups, rules);
    on.bind(Xray.TagResource, tags::tag);
    on.bind(Xray.UntagResource, tags::untag);
    on.bind(Xray.ListTagsForResource, tags::list);
    bindSettings(on);
  }

  private static void bindTraces(
      Bindings on, World world, Segments segments, TraceTables tables, Groups groups) {
    on.bind(Xray.PutTraceSegments, segments::put);
    on.bind(Xray.BatchGetTraces, segments::get);
    on.bind(Xray.GetTraceSummaries, new Summaries(world, tables, segments, groups)::get);
    Graphs graphs = new Graphs(world, tables, segments, groups);
    on.bind(Xray.GetServiceGraph, graphs::serviceGraph);
    on.bind(Xray.GetTraceGraph, graphs::traceGraph);
    on.bind(Xray.GetTimeSeriesServiceStatistics, graphs::timeSeries);
  }

  private static void bindSampling(Bindings on, World world, SamplingRules rules) {
    on.bind(Xray.CreateSamplingRule, rules::create);
    on.bind(Xray.UpdateSamplingRule, rules::update);
    on.bind(Xray.DeleteSamplingRule, rules::delete);
    on.bind(Xray.GetSamplingRules, rules::list);
    SamplingTargets targets = new SamplingTargets(world, rules);
    on.bind(Xray.GetSamplingTargets, targets::get);
    on.bind(Xray.GetSamplingStatisticSummaries, targets::summaries);
  }

  private static void bindSettings(Bindings on) {
    Settings settings = new Settings();
    on.bind(Xray.GetTraceSegmentDestination, settings::destination);
    on.bind(Xray.UpdateTraceSegmentDestination, settings::updateDestination);
    on.bind(Xray.PutTelemetryRecords, settings::telemetry);
  }
}
