package io.nephele.services.cloudwatch;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.cloudwatch.alarms.AlarmBindings;
import io.nephele.services.cloudwatch.anomalies.AnomalyDetectors;
import io.nephele.services.cloudwatch.dashboards.Dashboards;
import io.nephele.services.cloudwatch.insights.InsightRules;
import io.nephele.services.cloudwatch.metrics.GetMetricStatistics;
import io.nephele.services.cloudwatch.metrics.ListMetrics;
import io.nephele.services.cloudwatch.metrics.PutMetricData;
import io.nephele.services.cloudwatch.mutes.MuteRules;
import io.nephele.services.cloudwatch.mutes.Muting;
import io.nephele.services.cloudwatch.query.GetMetricData;
import io.nephele.services.cloudwatch.resources.NamedResources;
import io.nephele.services.cloudwatch.resources.ResourceTags;
import io.nephele.services.cloudwatch.resources.Taggable;
import io.nephele.services.cloudwatch.streams.MetricStreams;
import io.nephele.services.cloudwatch.widgets.GetMetricWidgetImage;
import java.util.List;

/** Amazon CloudWatch: metrics, alarms and dashboards. */
public final class CloudWatchService implements ServiceModule {
  @Override
  public String name() {
    return "cloudwatch";
  }

  @Override
  public void bind(Bindings on, World world) {
    bindMetrics(on, world);
    NamedResources muteRules = MuteRules.resources(world);
    MuteRules.bind(on, world, muteRules);
    Taggable alarms = AlarmBindings.bind(on, world, new Muting(muteRules));
    NamedResources streams = MetricStreams.resources(world);
    MetricStreams.bind(on, world, streams);
    NamedResources insightRules = InsightRules.resources(world);
    InsightRules.bind(on, world, insightRules);
    ResourceTags.bind(on, world, List.of(alarms, muteRules, streams, insightRules));
    AnomalyDetectors.bind(on, world);
    Dashboards.bind(on, world);
    on.describe(TableDescriptions::of);
  }

  private static void bindMetrics(Bindings on, World world) {
    PutMetricData putting = new PutMetricData(world);
    on.bind(Cloudwatch.PutMetricData, putting::put);
    ListMetrics listing = new ListMetrics(world);
    on.bind(Cloudwatch.ListMetrics, listing::list);
    GetMetricStatistics statistics = new GetMetricStatistics(world);
    on.bind(Cloudwatch.GetMetricStatistics, statistics::get);
    GetMetricData data = new GetMetricData(world);
    on.bind(Cloudwatch.GetMetricData, data::get);
    GetMetricWidgetImage images = new GetMetricWidgetImage(world);
    on.bind(Cloudwatch.GetMetricWidgetImage, images::get);
  }
}
