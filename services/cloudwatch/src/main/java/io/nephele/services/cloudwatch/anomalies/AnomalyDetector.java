package io.nephele.services.cloudwatch.anomalies;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.PutAnomalyDetectorInput;
import io.nephele.model.Bytes;
import io.nephele.wire.cbor.StoredStructs;

/**
 * An anomaly detector.
 *
 * @param definition the request that made it, in which it is of a single metric or of metric math
 */
record AnomalyDetector(Bytes definition) {
  static AnomalyDetector of(PutAnomalyDetectorInput in) {
    return new AnomalyDetector(Bytes.of(StoredStructs.write(in.struct())));
  }

  PutAnomalyDetectorInput input() {
    return new PutAnomalyDetectorInput(
        StoredStructs.read(definition.toArray(), Cloudwatch.PutAnomalyDetector.model().input()));
  }
}
