package io.nephele.services.s3.metrics;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.multipart.UploadTable;
import io.nephele.services.s3.objects.ListedObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells CloudWatch at midnight UTC how much there is in each bucket: the bytes of each storage
 * class and the number of objects, with versions, delete markers and the parts of uploads that were
 * not completed.
 */
public final class StorageMetrics {
  private static final String KIND = "s3.storageMetrics";
  private static final String NAMESPACE = "AWS/S3";

  /** How many rows are read in one transaction. */
  private static final int PAGE = 10_000;

  private final S3World s3;

  /** The buckets of a world. */
  public StorageMetrics(S3World s3) {
    this.s3 = s3;
  }

  /** Begins to handle the timers; called when the service is bound. */
  public void start() {
    s3.world().timers().onWork(KIND, this::run);
  }

  /** Has the buckets of an account and region counted from the next midnight on. */
  public void plan(Transaction transaction, Bucket bucket) {
    if (s3.world().timers().due(transaction, KIND, bucket.owner()) == null) {
      schedule(transaction, bucket.owner());
    }
  }

  private void schedule(Transaction transaction, Key owner) {
    Instant midnight =
        s3.world().clock().now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    s3.world().timers().schedule(transaction, KIND, owner, midnight, Bytes.EMPTY);
  }

  private void run(Timer timer) {
    for (Bucket bucket : s3.read(reader -> buckets(reader, timer.id()))) {
      tell(bucket, count(bucket));
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              if (!buckets(transaction, timer.id()).isEmpty()) {
                schedule(transaction, timer.id());
              }
              return null;
            });
  }

  private List<Bucket> buckets(Reader reader, Key owner) {
    KeyReader parts = owner.reader();
    String accountId = parts.nextText();
    String region = parts.nextText();
    List<Bucket> found = new ArrayList<>();
    for (Table.Row<Bucket> row : s3.buckets().list(reader, accountId)) {
      if (row.value().region().equals(region)) {
        found.add(row.value());
      }
    }
    return found;
  }

  /** What there is in a bucket. */
  private static final class Contents {
    private long objects;
    private final Map<String, Long> bytes = new HashMap<>();

    private void add(String storageClass, long size) {
      objects++;
      if (size > 0) {
        bytes.merge(storageClass, size, Long::sum);
      }
    }
  }

  private Contents count(Bucket bucket) {
    Contents contents = new Contents();
    count(bucket, contents, s3.objects()::list);
    if (bucket.hasVersions()) {
      count(bucket, contents, s3.objects()::listVersions);
    }
    s3.read(
        reader -> {
          for (UploadTable.Begun upload : s3.uploads().list(reader, bucket, "")) {
            for (Bodies.Numbered part : s3.uploads().parts(reader, bucket, upload)) {
              contents.add(upload.storageClass(), part.part().size());
            }
          }
          return null;
        });
    return contents;
  }

  /** How the rows of a table are read. */
  @FunctionalInterface
  private interface Listing {
    Table.Rows<ListedObject> list(Reader reader, KeyRange range);
  }

  private void count(Bucket bucket, Contents contents, Listing listing) {
    KeyRange rest = KeyRange.prefix(bucket.objects());
    while (rest != null) {
      KeyRange range = rest;
      rest =
          s3.read(
              reader -> {
                int seen = 0;
                for (Table.Row<ListedObject> row : listing.list(reader, range)) {
                  String storageClass = row.value().storageClass();
                  contents.add(storageClass, row.value().deleteMarker() ? 0 : row.value().size());
                  if (++seen == PAGE) {
                    return range.startingAfter(row.key());
                  }
                }
                return null;
              });
    }
  }

  private void tell(Bucket bucket, Contents contents) {
    record(bucket, "NumberOfObjects", "AllStorageTypes", "Count", contents.objects);
    contents.bytes.forEach(
        (storageClass, bytes) ->
            record(bucket, "BucketSizeBytes", storageType(storageClass), "Bytes", bytes));
  }

  /** What CloudWatch calls a storage class. */
  private static String storageType(String storageClass) {
    return switch (storageClass) {
      case "STANDARD_IA" -> "StandardIAStorage";
      case "ONEZONE_IA" -> "OneZoneIAStorage";
      case "REDUCED_REDUNDANCY" -> "ReducedRedundancyStorage";
      case "INTELLIGENT_TIERING" -> "IntelligentTieringFAStorage";
      case "GLACIER" -> "GlacierStorage";
      case "GLACIER_IR" -> "GlacierInstantRetrievalStorage";
      case "DEEP_ARCHIVE" -> "DeepArchiveStorage";
      default -> "StandardStorage";
    };
  }

  private void record(Bucket bucket, String name, String storageType, String unit, long value) {
    s3.world()
        .metrics()
        .record(
            new MetricKey(
                bucket.accountId(),
                bucket.region(),
                NAMESPACE,
                name,
                Map.of("BucketName", bucket.name(), "StorageType", storageType),
                unit),
            value);
  }
}
