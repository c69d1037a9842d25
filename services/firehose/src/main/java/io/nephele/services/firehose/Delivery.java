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
  private static final String HTTP_FAILED = "http-endpoint-failed";

  private final FirehoseWorld firehose;
  private final Buffers buffers;
  private final RecordSealing sealing;
  private final Processing processing;
  private final S3Objects objects;
  private final HttpEndpoint endpoint;
  private final DeliveryLogs logs;
  private final Map<Key, ReentrantLock> delivering = new ConcurrentHashMap<>();

  Delivery(FirehoseWorld firehose, Buffers buffers, RecordSealing sealing) {
    this.firehose = firehose;
    this.buffers = buffers;
    this.sealing = sealing;
    this.processing = new Processing(new LambdaTransformation(firehose));
    this.objects = new S3Objects(firehose);
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
    List<Buffers.Taken> taken = buffers.oldest(key, hints.bytes());
    try {
      List<Item> items = new ArrayList<>();
      for (Buffers.Taken each : taken) {
        items.add(new Item(sealing.open(stream, each.record()), each.record().arrivedAt()));
      }
      if (!items.isEmpty()) {
        deliver(stream, items, buffer);
      }
    } catch (AwsException | IOException e) {
      DestinationDescription destination = Destinations.read(stream);
      logs.tell(stream, logging(destination), e.getMessage());
      boolean given = buffer.failingSince() != 0;
      if (!given || firehose.now() - buffer.failingSince() < GIVE_UP_MILLIS) {
        firehose.count(stream, "DeliveryToS3.Success", "Count", 0);
        buffers.failed(key, buffer);
        return;
      }
    }
    buffers.delivered(key, taken, hints);
  }

  private static CloudWatchLoggingOptions logging(DestinationDescription destination) {
    return destination.extendedS3DestinationDescription() != null
        ? destination.extendedS3DestinationDescription().cloudWatchLoggingOptions()
        : destination.httpEndpointDestinationDescription().cloudWatchLoggingOptions();
  }

  private void deliver(DeliveryStream stream, List<Item> items, Buffers.Buffer buffer)
      throws IOException {
    DestinationDescription destination = Destinations.read(stream);
    ExtendedS3DestinationDescription s3 = destination.extendedS3DestinationDescription();
    if (s3 != null) {
      toS3(stream, s3, items);
    } else {
      toEndpoint(stream, destination.httpEndpointDestinationDescription(), items, buffer);
    }
    long oldest = items.getFirst().arrivedAt();
    firehose.count(
        stream,
        (s3 != null ? "DeliveryToS3" : "DeliveryToHttpEndpoint") + ".DataFreshness",
        "Seconds",
        (firehose.now() - oldest) / 1000.0);
  }

  private void toS3(DeliveryStream stream, ExtendedS3DestinationDescription s3, List<Item> items) {
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
    Processing.Result result = processing.process(stream, processors, s3.roleARN(), items);
    if (s3.s3BackupMode().equals("Enabled")) {
      back(stream, s3.s3BackupDescription(), items);
    }
    if (!result.failures().isEmpty()) {
      objects.writeFailures(stream, target, result.failures());
      logs.tell(stream, s3.cloudWatchLoggingOptions(), result.failures().getFirst().message());
    }
    if (!result.items().isEmpty()) {
      long bytes = objects.write(stream, target, result.items());
      firehose.count(stream, "DeliveryToS3.Records", "Count", result.items().size());
      firehose.count(stream, "DeliveryToS3.Bytes", "Bytes", bytes);
      firehose.count(stream, "DeliveryToS3.Success", "Count", 1);
    }
  }

  private void toEndpoint(
      DeliveryStream stream,
      HttpEndpointDestinationDescription http,
      List<Item> items,
      Buffers.Buffer buffer)
      throws IOException {
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
    if (http.s3BackupMode().equals("AllData")) {
      back(stream, http.s3DestinationDescription(), items);
    }
    if (!failures.isEmpty()) {
      objects.writeFailures(stream, target(http.s3DestinationDescription()), failures);
      logs.tell(stream, http.cloudWatchLoggingOptions(), failures.getFirst().message());
    }
  }

  /** Keeps records as they came. */
  private void back(DeliveryStream stream, S3DestinationDescription s3, List<Item> items) {
    long bytes = objects.write(stream, target(s3), items);
    firehose.count(stream, "BackupToS3.Records", "Count", items.size());
    firehose.count(stream, "BackupToS3.Bytes", "Bytes", bytes);
    firehose.count(stream, "BackupToS3.Success", "Count", 1);
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
