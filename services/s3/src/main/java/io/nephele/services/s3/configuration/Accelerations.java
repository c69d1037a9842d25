package io.nephele.services.s3.configuration;

import io.nephele.api.s3.AccelerateConfiguration;
import io.nephele.api.s3.GetBucketAccelerateConfigurationOutput;
import io.nephele.api.s3.GetBucketAccelerateConfigurationRequest;
import io.nephele.api.s3.PutBucketAccelerateConfigurationRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Configurations.Kind;

/** Whether buckets can be reached by the accelerated endpoint. */
final class Accelerations {
  private final Document<AccelerateConfiguration> documents;

  Accelerations(S3World s3) {
    this.documents =
        new Document<>(
            s3, Kind.ACCELERATE, AccelerateConfiguration::new, AccelerateConfiguration::new);
  }

  Unit put(PutBucketAccelerateConfigurationRequest in, Call call) {
    AccelerateConfiguration configuration = in.accelerateConfiguration();
    String status = configuration == null ? null : configuration.status();
    if (!"Enabled".equals(status) && !"Suspended".equals(status)) {
      throw S3Errors.malformedXml();
    }
    if (in.bucket().indexOf('.') >= 0) {
      throw S3Errors.invalidRequest(
          "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
    }
    return documents.put(in.bucket(), configuration, call);
  }

  GetBucketAccelerateConfigurationOutput get(
      GetBucketAccelerateConfigurationRequest in, Call call) {
    AccelerateConfiguration stored = documents.find(in.bucket(), call);
    return new GetBucketAccelerateConfigurationOutput()
        .status(stored == null ? null : stored.status());
  }
}
