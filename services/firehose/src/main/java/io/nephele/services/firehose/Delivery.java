package io.nephele.services.firehose;

import io.nephele.api.firehose.CloudWatchLoggingOptions;
import io.nephele.api.firehose.DestinationDescription;
import io.nephele.api.firehose.ExtendedS3DestinationDescription;
import io.nephele.api.firehose.HttpEndpointDestinationDescription;
import io.nephele.api.firehose.S3DestinationDescription;
import io.nephele.core.store.Key;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Delivers what waits in a stream's buffer when its timer says so, at least once. What cannot be
 * delivered is tried again, to S3 for a day as AWS does, and then dropped.
 */
final class Delivery {
  private static final long GIVE_UP_MILLIS = Duration.ofHours(24).toMillis();

  /** How much is read and processed at a time. */
  private static final long SLICE = 6 << 20;

  /** How much an endpoint is sent at a time. */
  private static final long REQUEST = 8 << 20;

  private static final String HTTP_FAILED = "http-endpoint-failed";

  private final FirehoseWorld firehose;
  private final Buffers buffers;
  private final RecordSealing sealing;
  private final Processing processing;
  private final HttpEndpoint endpoint;
  private final DeliveryLogs logs;
  private final Map<Key, ReentrantLock> delivering = new ConcurrentHashMap<>();

  Delivery(FirehoseWorld firehose, Buffers buffers, RecordSealing sealing) {
    this.firehose = firehose;
    this.buffers = buffers;
    this.sealing = sealing;
    this.processing = new Processing(new LambdaTransformation(firehose));
    this.endpoint = new HttpEndpoint(firehose);
    this.logs = new DeliveryLogs(firehose);
  }

  /** How much a stream gathers before it delivers. */
  static Buffers.Hints hints(DeliveryStream stream) {
    DestinationDescription destination = Destinations.read(stream);
    ExtendedS3DestinationDescription s3 = destination.extendedS3DestinationDescription();
    if (s3 != null) {
      return Buffers.Hints.of(
          s3.bufferingHints().sizeInMBs(), s3.bufferingHints().intervalInSeconds());
    }
    HttpEndpointDestinationDescription http = destination.httpEndpointDestinationDescription();
    return Buffers.Hints.of(
        http.bufferingHints().sizeInMBs(), http.bufferingHints().intervalInSeconds());
  }

  /** Delivers the buffer of the stream that the timer is for. */
  void deliver(Timer timer) {
    ReentrantLock lock = delivering.computeIfAbsent(timer.id(), any -> new ReentrantLock());
    lock.lock();
    try {
      deliver(timer.id());
    } finally {
      lock.unlock();
      if (!lock.hasQueuedThreads()) {
        delivering.remove(timer.id(), lock);
      }
    }
  }

  private void deliver(Key key) {
    DeliveryStream stream =
        firehose.world().store().read(reader -> firehose.streams().get(reader, key));
    Buffers.Buffer buffer = buffers.find(key);
    if (stream == null || buffer == null) {
      return;
    }
    Buffers.Hints hints = hints(stream);
    try {
      if (Destinations.read(stream).extendedS3DestinationDescription() != null) {
        toS3(stream, hints);
      } else {
        toEndpoint(stream, buffer, hints);
      }
    } catch (AwsException | IOException | UncheckedIOException e) {
      logs.tell(stream, logging(Destinations.read(stream)), e.getMessage());
      boolean given = buffer.failingSince() != 0;
      if (!given || firehose.now() - buffer.failingSince() < GIVE_UP_MILLIS) {
        firehose.count(stream, "DeliveryToS3.Success", "Count", 0);
        buffers.failed(key, buffer);
        return;
      }
      for (Slices slices = new Slices(stream, hints.bytes(), SLICE); slices.next() != null; ) {
        buffers.remove(key, slices.last.extent());
      }
    }
    buffers.delivered(key, hints);
  }

  /** What is in a stream's buffer, a slice at a time, so that it is never in memory as a whole. */
  private final class Slices {
    private final DeliveryStream stream;
    private final long each;
    private long left;
    private Buffers.Slice last;

    Slices(DeliveryStream stream, long bytes, long each) {
      this.stream = stream;
      this.left = bytes;
      this.each = each;
    }

    /** The next records, or null at the end. */
    List<Item> next() {
      if (left <= 0) {
        return null;
      }
      Buffers.Slice next =
          buffers.next(stream.key(), last == null ? null : last.last(), Math.min(each, left));
      if (next == null || (last != null && next.bytes() > left)) {
        return null;
      }
      last = next;
      left -= next.bytes();
      List<Item> items = new ArrayList<>(next.records().size());
      for (WaitingRecord record : next.records()) {
        items.add(new Item(sealing.open(stream, record), record.arrivedAt()));
      }
      return items;
    }
  }

  private static CloudWatchLoggingOptions logging(DestinationDescription destination) {
    return destination.extendedS3DestinationDescription() != null
        ? destination.extendedS3DestinationDescription().cloudWatchLoggingOptions()
        : destination.httpEndpointDestinationDescription().cloudWatchLoggingOptions();
  }

  /** All slices go into the same objects; they are removed once these are there. */
  private void toS3(DeliveryStream stream, Buffers.Hints hints) {
    ExtendedS3DestinationDescription s3 =
        Destinations.read(stream).extendedS3DestinationDescription();
    S3Objects.Target target =
        new S3Objects.Target(
            s3.roleARN(),
            s3.bucketARN(),
            s3.prefix(),
            s3.errorOutputPrefix(),
            Compression.of(s3.compressionFormat()),
            s3.encryptionConfiguration(),
            s3.fileExtension(),
            DestinationRules.zone(s3.customTimeZone()));
    Processors processors = Processors.of(s3.processingConfiguration());
    S3Objects objects = new S3Objects(firehose, stream, target);
    S3Objects backup =
        s3.s3BackupMode().equals("Enabled")
            ? new S3Objects(firehose, stream, target(s3.s3BackupDescription()))
            : null;
    List<Buffers.Extent> done = new ArrayList<>();
    long oldest = 0;
    Failure failure = null;
    try {
      Slices slices = new Slices(stream, hints.bytes(), SLICE);
      for (List<Item> items = slices.next(); items != null; items = slices.next()) {
        oldest = done.isEmpty() ? items.getFirst().arrivedAt() : oldest;
        Processing.Result result = processing.process(stream, processors, s3.roleARN(), items);
        if (backup != null) {
          backup.write(items);
        }
        objects.writeFailures(result.failures());
        objects.write(result.items());
        failure = result.failures().isEmpty() ? failure : result.failures().getFirst();
        done.add(slices.last.extent());
      }
      if (backup != null) {
        countBackup(stream, backup, backup.finish());
      }
      long bytes = objects.finish();
      if (objects.records() > 0) {
        firehose.count(stream, "DeliveryToS3.Records", "Count", objects.records());
        firehose.count(stream, "DeliveryToS3.Bytes", "Bytes", bytes);
        firehose.count(stream, "DeliveryToS3.Success", "Count", 1);
      }
    } catch (AwsException | UncheckedIOException e) {
      objects.abort();
      if (backup != null) {
        backup.abort();
      }
      throw e;
    }
    if (failure != null) {
      logs.tell(stream, s3.cloudWatchLoggingOptions(), failure.message());
    }
    done.forEach(extent -> buffers.remove(stream.key(), extent));
    if (!done.isEmpty()) {
      freshness(stream, "DeliveryToS3", oldest);
    }
  }

  private void freshness(DeliveryStream stream, String delivery, long oldest) {
    double seconds = (firehose.now() - oldest) / 1000.0;
    firehose.count(stream, delivery + ".DataFreshness", "Seconds", seconds);
  }

  private void countBackup(DeliveryStream stream, S3Objects backup, long bytes) {
    firehose.count(stream, "BackupToS3.Records", "Count", backup.records());
    firehose.count(stream, "BackupToS3.Bytes", "Bytes", bytes);
    firehose.count(stream, "BackupToS3.Success", "Count", 1);
  }

  /** Each slice is a request of its own, and removed when it is delivered. */
  private void toEndpoint(DeliveryStream stream, Buffers.Buffer buffer, Buffers.Hints hints)
      throws IOException {
    Slices slices = new Slices(stream, hints.bytes(), REQUEST);
    for (List<Item> items = slices.next(); items != null; items = slices.next()) {
      toEndpoint(stream, items, buffer);
      buffers.remove(stream.key(), slices.last.extent());
      freshness(stream, "DeliveryToHttpEndpoint", items.getFirst().arrivedAt());
    }
  }

  private void toEndpoint(DeliveryStream stream, List<Item> items, Buffers.Buffer buffer)
      throws IOException {
    HttpEndpointDestinationDescription http =
        Destinations.read(stream).httpEndpointDestinationDescription();
    Processors processors = Processors.of(http.processingConfiguration());
    String role =
        http.roleARN() == null ? http.s3DestinationDescription().roleARN() : http.roleARN();
    Processing.Result result = processing.process(stream, processors, role, items);
    List<Failure> failures = new ArrayList<>(result.failures());
    if (!result.items().isEmpty()) {
      try {
        endpoint.send(stream, http, result.items());
        firehose.count(stream, "DeliveryToHttpEndpoint.Success", "Count", 1);
      } catch (IOException e) {
        firehose.count(stream, "DeliveryToHttpEndpoint.Success", "Count", 0);
        long patience = http.retryOptions().durationInSeconds() * 1000L;
        long tried = buffer.failingSince() == 0 ? 0 : firehose.now() - buffer.failingSince();
        if (patience > 0 && tried < patience) {
          throw e;
        }
        for (Item item : result.items()) {
          failures.add(
              new Failure(
                  HTTP_FAILED,
                  "HttpEndpoint.DestinationException",
                  e.getMessage(),
                  item,
                  null,
                  buffer.attempts() + 1));
        }
      }
    }
    if (failures.isEmpty() && !http.s3BackupMode().equals("AllData")) {
      return;
    }
    S3Objects backup = new S3Objects(firehose, stream, target(http.s3DestinationDescription()));
    try {
      if (http.s3BackupMode().equals("AllData")) {
        backup.write(items);
      }
      backup.writeFailures(failures);
      long bytes = backup.finish();
      if (backup.records() > 0) {
        countBackup(stream, backup, bytes);
      }
    } catch (AwsException | UncheckedIOException e) {
      backup.abort();
      throw e;
    }
    if (!failures.isEmpty()) {
      logs.tell(stream, http.cloudWatchLoggingOptions(), failures.getFirst().message());
    }
  }

  private static S3Objects.Target target(S3DestinationDescription s3) {
    return new S3Objects.Target(
        s3.roleARN(),
        s3.bucketARN(),
        s3.prefix(),
        s3.errorOutputPrefix(),
        Compression.of(s3.compressionFormat()),
        s3.encryptionConfiguration(),
        null,
        ZoneOffset.UTC);
  }
}
