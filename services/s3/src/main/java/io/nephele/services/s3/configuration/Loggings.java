package io.nephele.services.s3.configuration;

import io.nephele.api.s3.BucketLoggingStatus;
import io.nephele.api.s3.GetBucketLoggingOutput;
import io.nephele.api.s3.GetBucketLoggingRequest;
import io.nephele.api.s3.LoggingEnabled;
import io.nephele.api.s3.PutBucketLoggingRequest;
import io.nephele.api.s3.TargetObjectKeyFormat;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;

/** Whether requests to buckets are logged, and where to. */
public final class Loggings {
  private final S3World s3;
  private final Document<BucketLoggingStatus> documents;

  /** The logging of a world's buckets. */
  public Loggings(S3World s3) {
    this.s3 = s3;
    this.documents =
        new Document<>(s3, Kind.LOGGING, BucketLoggingStatus::new, BucketLoggingStatus::new);
  }

  /** Where requests to a bucket are logged; null if they are not. */
  public LoggingEnabled of(Reader reader, Bucket bucket) {
    BucketLoggingStatus stored = documents.find(reader, bucket);
    return stored == null ? null : stored.loggingEnabled();
  }

  /** Begins or ends logging. */
  public Unit put(PutBucketLoggingRequest in, Call call) {
    BucketLoggingStatus status = in.bucketLoggingStatus();
    if (status == null) {
      throw S3Errors.malformedXml();
    }
    if (status.loggingEnabled() == null) {
      return documents.delete(in.bucket(), call);
    }
    check(in.bucket(), status.loggingEnabled(), call);
    return documents.put(in.bucket(), status, call);
  }

  private void check(String name, LoggingEnabled logging, Call call) {
    if (logging.targetBucket() == null || logging.targetPrefix() == null) {
      throw S3Errors.malformedXml();
    }
    checkFormat(logging.targetObjectKeyFormat());
    if (logging.targetGrants() != null && !logging.targetGrants().isEmpty()) {
      // Grants would be ACLs of the logs, which buckets do not take by default.
      throw S3Errors.notImplemented("grants on access logs (TargetGrants)");
    }
    s3.read(
        reader -> {
          Bucket source = s3.bucket(reader, name, call);
          Bucket target = s3.buckets().find(reader, call.partition(), logging.targetBucket());
          if (target == null) {
            throw invalidTarget("The target bucket for logging does not exist", logging);
          }
          if (!target.accountId().equals(source.accountId())) {
            throw invalidTarget(
                "The owner for the bucket to be logged and the target bucket must be the same.",
                logging);
          }
          if (!target.region().equals(source.region())) {
            throw AwsException.client(
                    "CrossLocationLoggingProhibitted",
                    403,
                    "Cross S3 location logging not allowed. ")
                .with("SourceBucketLocation", source.region())
                .with("TargetBucketLocation", target.region());
          }
          return null;
        });
  }

  private static void checkFormat(TargetObjectKeyFormat format) {
    if (format == null) {
      return;
    }
    if ((format.simplePrefix() == null) == (format.partitionedPrefix() == null)) {
      throw S3Errors.malformedXml();
    }
    if (format.partitionedPrefix() != null) {
      String source = format.partitionedPrefix().partitionDateSource();
      if (!"EventTime".equals(source) && !"DeliveryTime".equals(source)) {
        throw S3Errors.malformedXml();
      }
    }
  }

  private static AwsException invalidTarget(String message, LoggingEnabled logging) {
    return AwsException.client("InvalidTargetBucketForLogging", 400, message)
        .with("TargetBucket", logging.targetBucket());
  }

  /** Tells where requests are logged; nothing if they are not. */
  public GetBucketLoggingOutput get(GetBucketLoggingRequest in, Call call) {
    BucketLoggingStatus stored = documents.find(in.bucket(), call);
    return new GetBucketLoggingOutput()
        .loggingEnabled(stored == null ? null : stored.loggingEnabled());
  }
}
