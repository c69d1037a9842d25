package io.nephele.services.cloudwatch.widgets;

import io.nephele.api.cloudwatch.GetMetricWidgetImageInput;
import io.nephele.api.cloudwatch.GetMetricWidgetImageOutput;
import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.model.Bytes;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.math.MathException;
import io.nephele.services.cloudwatch.math.Series;
import io.nephele.services.cloudwatch.query.Queries;
import io.nephele.services.cloudwatch.query.QueryRun;
import java.util.ArrayList;
import java.util.List;

/** Draws metrics. */
public final class GetMetricWidgetImage {
  private final World world;

  /** That of a world. */
  public GetMetricWidgetImage(World world) {
    this.world = world;
  }

  /** The operation. */
  public GetMetricWidgetImageOutput get(GetMetricWidgetImageInput in, Call call) {
    String format = in.outputFormat() == null ? "png" : in.outputFormat();
    if (!format.equals("png") && !format.equals("image/png")) {
      throw CloudWatchErrors.validation("The value " + format + " for OutputFormat is invalid.");
    }
    if (format.equals("image/png")) {
      throw CloudWatchErrors.notThere("OutputFormat image/png, an answer that is the bare image,");
    }
    Widget widget = Widget.read(in.metricWidget(), call.time());
    Queries.check(widget.queries(), "metrics", call.accountId());
    QueryRun run =
        new QueryRun(
            world,
            new QueryRun.Scope(
                call.accountId(), call.region().name(), widget.start(), widget.end(), call.time()),
            widget.queries());
    List<Series> all = new ArrayList<>();
    List<Drawing.Band> bands = new ArrayList<>();
    for (MetricDataQuery query : widget.queries()) {
      if (!Boolean.FALSE.equals(query.returnData())) {
        try {
          List<Series> found = run.series(query.id());
          if (isBand(query) && found.size() == 2) {
            bands.add(
                new Drawing.Band(
                    query.label() == null ? query.id() : query.label(),
                    found.getFirst().points(),
                    found.getLast().points()));
            continue;
          }
          for (Series series : found) {
            all.add(query.label() == null ? series : series.labelled(query.label()));
          }
        } catch (MathException e) {
          throw CloudWatchErrors.validation("Invalid MetricWidget: " + e.getMessage());
        }
      }
    }
    return new GetMetricWidgetImageOutput()
        .metricWidgetImage(Bytes.of(new Drawing(widget, all, bands).png()));
  }

  private static boolean isBand(MetricDataQuery query) {
    return query.expression() != null
        && query.expression().strip().startsWith("ANOMALY_DETECTION_BAND");
  }
}
