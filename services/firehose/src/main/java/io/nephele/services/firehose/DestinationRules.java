package io.nephele.services.firehose;

import io.nephele.api.firehose.CloudWatchLoggingOptions;
import io.nephele.api.firehose.DataFormatConversionConfiguration;
import io.nephele.api.firehose.ExtendedS3DestinationDescription;
import io.nephele.api.firehose.HttpEndpointDestinationDescription;
import io.nephele.api.firehose.ProcessingConfiguration;
import io.nephele.api.firehose.S3DestinationDescription;
import java.time.DateTimeException;
import java.time.ZoneId;

/** What Firehose refuses of destinations beyond what the model says. */
final class DestinationRules {
  private static final int LEAST_DYNAMIC_MEGABYTES = 64;

  private DestinationRules() {}

  static void check(ExtendedS3DestinationDescription s3) {
    DataFormatConversionConfiguration conversion = s3.dataFormatConversionConfiguration();
    if (conversion != null && !Boolean.FALSE.equals(conversion.enabled())) {
      throw FirehoseErrors.notImplemented(
          "record format conversion, whose schema is a table of Glue, yet");
    }
    boolean dynamic = isDynamic(s3);
    Prefix.check(s3.prefix(), s3.errorOutputPrefix(), dynamic);
    if (dynamic && s3.bufferingHints().sizeInMBs() < LEAST_DYNAMIC_MEGABYTES) {
      throw FirehoseErrors.invalid(
          "BufferingHints.SizeInMBs must be at least "
              + LEAST_DYNAMIC_MEGABYTES
              + " when Dynamic Partitioning is enabled.");
    }
    Processors processors = Processors.of(s3.processingConfiguration());
    if (!dynamic && processors.partitionQuery() != null) {
      throw FirehoseErrors.invalid(
          "MetadataExtraction processor is only supported when Dynamic Partitioning is enabled.");
    }
    if (s3.s3BackupMode().equals("Enabled")) {
      if (s3.s3BackupDescription() == null) {
        throw FirehoseErrors.invalid(
            "S3BackupConfiguration must be specified when S3BackupMode is Enabled.");
      }
    }
    if (s3.s3BackupDescription() != null) {
      check(s3.s3BackupDescription());
    }
    zone(s3.customTimeZone());
    check(s3.cloudWatchLoggingOptions());
  }

  private static void check(S3DestinationDescription s3) {
    Prefix.check(s3.prefix(), s3.errorOutputPrefix(), false);
    check(s3.cloudWatchLoggingOptions());
  }

  static void check(HttpEndpointDestinationDescription http) {
    if (http.secretsManagerConfiguration() != null
        && Boolean.TRUE.equals(http.secretsManagerConfiguration().enabled())
        && http.secretsManagerConfiguration().secretARN() == null) {
      throw FirehoseErrors.invalid("SecretARN must be specified when Secrets Manager is enabled.");
    }
    requireNoPartitions(http.processingConfiguration());
    check(http.s3DestinationDescription());
    check(http.cloudWatchLoggingOptions());
  }

  private static void requireNoPartitions(ProcessingConfiguration processing) {
    if (Processors.of(processing).partitionQuery() != null) {
      throw FirehoseErrors.invalid(
          "MetadataExtraction processor is not supported for this destination.");
    }
  }

  private static void check(CloudWatchLoggingOptions logging) {
    if (logging != null
        && Boolean.TRUE.equals(logging.enabled())
        && (isEmpty(logging.logGroupName()) || isEmpty(logging.logStreamName()))) {
      throw FirehoseErrors.invalid(
          "LogGroupName and LogStreamName cannot be null or empty when CloudWatch logging is"
              + " enabled.");
    }
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }

  static boolean isDynamic(ExtendedS3DestinationDescription s3) {
    return s3.dynamicPartitioningConfiguration() != null
        && Boolean.TRUE.equals(s3.dynamicPartitioningConfiguration().enabled());
  }

  /** The time zone of prefixes and names. */
  static ZoneId zone(String name) {
    try {
      return name == null || name.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw FirehoseErrors.invalid("CustomTimeZone " + name + " is not a valid time zone.");
    }
  }
}
