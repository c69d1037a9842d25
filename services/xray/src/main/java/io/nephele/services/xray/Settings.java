package io.nephele.services.xray;

import io.nephele.api.xray.GetTraceSegmentDestinationRequest;
import io.nephele.api.xray.GetTraceSegmentDestinationResult;
import io.nephele.api.xray.PutTelemetryRecordsRequest;
import io.nephele.api.xray.PutTelemetryRecordsResult;
import io.nephele.api.xray.TraceSegmentDestination;
import io.nephele.api.xray.TraceSegmentDestinationStatus;
import io.nephele.api.xray.UpdateTraceSegmentDestinationRequest;
import io.nephele.api.xray.UpdateTraceSegmentDestinationResult;
import io.nephele.core.call.Call;

/** Settings that have one value here, and what daemons tell of themselves. */
final class Settings {
  GetTraceSegmentDestinationResult destination(GetTraceSegmentDestinationRequest in, Call call) {
    return new GetTraceSegmentDestinationResult()
        .destination(TraceSegmentDestination.X_RAY)
        .status(TraceSegmentDestinationStatus.ACTIVE);
  }

  UpdateTraceSegmentDestinationResult updateDestination(
      UpdateTraceSegmentDestinationRequest in, Call call) {
    if (TraceSegmentDestination.CLOUD_WATCH_LOGS.equals(in.destination())) {
      throw XRayErrors.notImplemented("traces in CloudWatch Logs (Transaction Search)");
    }
    return new UpdateTraceSegmentDestinationResult()
        .destination(TraceSegmentDestination.X_RAY)
        .status(TraceSegmentDestinationStatus.ACTIVE);
  }

  /** What daemons count is for AWS's operators: no call of the API tells it again. */
  PutTelemetryRecordsResult telemetry(PutTelemetryRecordsRequest in, Call call) {
    return new PutTelemetryRecordsResult();
  }
}
