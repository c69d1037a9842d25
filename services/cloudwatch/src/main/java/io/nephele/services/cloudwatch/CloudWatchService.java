package io.nephele.services.cloudwatch;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.cloudwatch.alarms.AlarmBindings;
import io.nephele.services.cloudwatch.dashboards.Dashboards;
import io.nephele.services.cloudwatch.metrics.GetMetricStatistics;
import io.nephele.services.cloudwatch.metrics.ListMetrics;
import io.nephele.services.cloudwatch.metrics.PutMetricData;
import io.nephele.services.cloudwatch.query.GetMetricData;
import io.nephele.services.cloudwatch.widgets.GetMetricWidgetImage;

/** Amazon CloudWatch: metrics, alarms and dashboards. */
public final class CloudWatchService implements ServiceModule {
  @Override
  public String name() {
    return "cloudwatch";
  }

  @Override
  public void bind(Bindings on, World world) {
    bindMetrics(on, world);
    AlarmBindings.bind(on, world);
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
