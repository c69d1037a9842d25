package io.nephele.services.xray;

import io.nephele.api.xray.EncryptionConfig;
import io.nephele.api.xray.EncryptionStatus;
import io.nephele.api.xray.EncryptionType;
import io.nephele.api.xray.GetEncryptionConfigRequest;
import io.nephele.api.xray.GetEncryptionConfigResult;
import io.nephele.api.xray.GetTraceSegmentDestinationRequest;
import io.nephele.api.xray.GetTraceSegmentDestinationResult;
import io.nephele.api.xray.PutEncryptionConfigRequest;
import io.nephele.api.xray.PutEncryptionConfigResult;
import io.nephele.api.xray.PutTelemetryRecordsRequest;
import io.nephele.api.xray.PutTelemetryRecordsResult;
import io.nephele.api.xray.TraceSegmentDestination;
import io.nephele.api.xray.TraceSegmentDestinationStatus;
import io.nephele.api.xray.UpdateTraceSegmentDestinationRequest;
import io.nephele.api.xray.UpdateTraceSegmentDestinationResult;
import io.nephele.core.call.Call;

/** Settings that have one value here, and what daemons tell of themselves. */
final class Settings {
  GetEncryptionConfigResult encryption(GetEncryptionConfigRequest in, Call call) {
    return new GetEncryptionConfigResult().encryptionConfig(none());
  }

  PutEncryptionConfigResult putEncryption(PutEncryptionConfigRequest in, Call call) {
    boolean kms = in.type().equals(EncryptionType.KMS);
    if (kms && in.keyId() == null) {
      throw XRayErrors.invalid("A KeyId is needed when Type is KMS");
    }
    if (kms) {
      throw XRayErrors.notImplemented("the encryption of traces under a key of KMS");
    }
    if (in.keyId() != null) {
      throw XRayErrors.invalid("A KeyId cannot be given when Type is NONE");
    }
    return new PutEncryptionConfigResult().encryptionConfig(none());
  }

  private static EncryptionConfig none() {
    return new EncryptionConfig().status(EncryptionStatus.ACTIVE).type(EncryptionType.NONE);
  }

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
