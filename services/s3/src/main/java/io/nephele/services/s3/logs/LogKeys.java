package io.nephele.services.s3.logs;

import io.nephele.api.s3.LoggingEnabled;
import io.nephele.api.s3.PartitionedPrefix;
import io.nephele.services.s3.buckets.Bucket;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The keys of delivered logs. */
final class LogKeys {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss");
  private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyy/MM/dd/");

  private LogKeys() {}

  /** Whether logs are parted by the days of their events. */
  static boolean byEventTime(LoggingEnabled logging) {
    PartitionedPrefix partitioned = partitioned(logging);
    return partitioned != null && "EventTime".equals(partitioned.partitionDateSource());
  }

  /**
   * The key of a log.
   *
   * @param time the day of its events if logs are parted by it, else when it is delivered
   * @param unique what no other log's key has
   */
  static String of(LoggingEnabled logging, Bucket source, Instant time, String unique) {
    LocalDateTime date = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    if (partitioned(logging) == null) {
      return logging.targetPrefix() + NAME.format(date) + "-" + unique;
    }
    if (byEventTime(logging)) {
      date = date.truncatedTo(ChronoUnit.DAYS);
    }
    return logging.targetPrefix()
        + source.accountId()
        + "/"
        + source.region()
        + "/"
        + source.name()
        + "/"
        + FOLDER.format(date)
        + NAME.format(date)
        + "-"
        + unique;
  }

  private static PartitionedPrefix partitioned(LoggingEnabled logging) {
    return logging.targetObjectKeyFormat() == null
        ? null
        : logging.targetObjectKeyFormat().partitionedPrefix();
  }
}
