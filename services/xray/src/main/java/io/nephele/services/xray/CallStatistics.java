package io.nephele.services.xray;

import io.nephele.api.xray.EdgeStatistics;
import io.nephele.api.xray.ErrorStatistics;
import io.nephele.api.xray.FaultStatistics;
import io.nephele.api.xray.HistogramEntry;
import io.nephele.api.xray.ServiceStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many calls went well, failed, and how long they took. Used by one thread. */
final class CallStatistics {
  private long ok;
  private long throttles;
  private long otherErrors;
  private long faults;
  private double responseTime;
  private double start = Double.MAX_VALUE;
  private double end;
  private final Map<Double, Integer> histogram = new TreeMap<>();

  /** Counts a segment, or a call of one. What has not ended is not counted. */
  void add(Entity call) {
    start = Math.min(start, call.start());
    end = Math.max(end, call.end());
    if (call.inProgress()) {
      return;
    }
    if (call.fault()) {
      faults++;
    } else if (call.throttle()) {
      throttles++;
    } else if (call.error()) {
      otherErrors++;
    } else {
      ok++;
    }
    double seconds = AssembledTrace.seconds(call.duration());
    responseTime += seconds;
    histogram.merge(seconds, 1, Integer::sum);
  }

  /** When the first began, in seconds since 1970. */
  double start() {
    return start;
  }

  /** When the last ended, in seconds since 1970. */
  double end() {
    return end;
  }

  private long total() {
    return ok + throttles + otherErrors + faults;
  }

  private ErrorStatistics errors() {
    return new ErrorStatistics()
        .throttleCount(throttles)
        .otherCount(otherErrors)
        .totalCount(throttles + otherErrors);
  }

  private FaultStatistics faultStatistics() {
    return new FaultStatistics().otherCount(faults).totalCount(faults);
  }

  ServiceStatistics service() {
    return new ServiceStatistics()
        .okCount(ok)
        .errorStatistics(errors())
        .faultStatistics(faultStatistics())
        .totalCount(total())
        .totalResponseTime(AssembledTrace.seconds(responseTime));
  }

  EdgeStatistics edge() {
    return new EdgeStatistics()
        .okCount(ok)
        .errorStatistics(errors())
        .faultStatistics(faultStatistics())
        .totalCount(total())
        .totalResponseTime(AssembledTrace.seconds(responseTime));
  }

  /** How many took how long, in seconds. */
  List<HistogramEntry> histogram() {
    List<HistogramEntry> entries = new ArrayList<>();
    histogram.forEach(
        (seconds, count) -> entries.add(new HistogramEntry().value(seconds).count(count)));
    return entries;
  }
}
