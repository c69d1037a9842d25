package io.nephele.services.cloudwatch.anomalies;

import io.nephele.api.cloudwatch.AnomalyDetectorConfiguration;
import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.PutAnomalyDetectorInput;
import io.nephele.api.cloudwatch.Range;
import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.services.cloudwatch.math.AnomalyModel;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rows of detectors. */
public final class DetectorTable {
  private final World world;
  private final Table<AnomalyDetector> detectors =
      Table.of("cloudwatch.anomalyDetectors", AnomalyDetector.class);

  /** Those of a world. */
  public DetectorTable(World world) {
    this.world = world;
  }

  Table<AnomalyDetector> rows() {
    return detectors;
  }

  /**
   * How the series of a query is to be modelled: as the detector of it says, if there is one.
   *
   * @param queries all that it may refer to
   */
  public AnomalyModel.Settings settings(
      String accountId, String region, MetricDataQuery query, Collection<MetricDataQuery> queries) {
    Key place = Key.of(accountId).with(region);
    Key key =
        query.metricStat() != null
            ? DetectorKeys.single(place, query.metricStat())
            : DetectorKeys.math(place, query.id(), queries);
    AnomalyDetector detector = world.store().read(reader -> detectors.get(reader, key));
    return detector == null ? AnomalyModel.Settings.NONE : settings(detector.input());
  }

  static AnomalyModel.Settings settings(PutAnomalyDetectorInput in) {
    AnomalyDetectorConfiguration configuration = in.configuration();
    List<AnomalyModel.Excluded> excluded = new ArrayList<>();
    ZoneId zone = AnomalyModel.Settings.NONE.zone();
    if (configuration != null) {
      if (configuration.metricTimezone() != null) {
        zone = ZoneId.of(configuration.metricTimezone());
      }
      if (configuration.excludedTimeRanges() != null) {
        for (Range range : configuration.excludedTimeRanges()) {
          excluded.add(
              new AnomalyModel.Excluded(
                  range.startTime().getEpochSecond(), range.endTime().getEpochSecond()));
        }
      }
    }
    boolean spikes =
        in.metricCharacteristics() != null
            && Boolean.TRUE.equals(in.metricCharacteristics().periodicSpikes());
    return new AnomalyModel.Settings(zone, excluded, spikes);
  }
}
