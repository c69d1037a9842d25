package io.nephele.services.xray;

import io.nephele.api.xray.Xray;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS X-Ray: traces of requests through services. */
public final class XRayService implements ServiceModule {
  @Override
  public String name() {
    return "xray";
  }

  @Override
  public void bind(Bindings on, World world) {
    TraceTables tables = new TraceTables(world);
    world.timers().on(TraceTables.TIMER, tables::expire);
    Segments segments = new Segments(world, tables);
    on.bind(Xray.PutTraceSegments, segments::put);
    on.bind(Xray.BatchGetTraces, segments::get);
    Groups groups = new Groups(world);
    on.bind(Xray.GetTraceSummaries, new Summaries(world, tables, segments, groups)::get);
    on.bind(Xray.CreateGroup, groups::create);
    on.bind(Xray.UpdateGroup, groups::update);
    on.bind(Xray.DeleteGroup, groups::delete);
    on.bind(Xray.GetGroup, groups::get);
    on.bind(Xray.GetGroups, groups::list);
    Graphs graphs = new Graphs(world, tables, segments, groups);
    on.bind(Xray.GetServiceGraph, graphs::serviceGraph);
    on.bind(Xray.GetTraceGraph, graphs::traceGraph);
    on.bind(Xray.GetTimeSeriesServiceStatistics, graphs::timeSeries);
    SamplingRules rules = new SamplingRules(world);
    on.bind(Xray.CreateSamplingRule, rules::create);
    on.bind(Xray.UpdateSamplingRule, rules::update);
    on.bind(Xray.DeleteSamplingRule, rules::delete);
    on.bind(Xray.GetSamplingRules, rules::list);
    SamplingTargets targets = new SamplingTargets(world, rules);
    on.bind(Xray.GetSamplingTargets, targets::get);
    on.bind(Xray.GetSamplingStatisticSummaries, targets::summaries);
  }
}
