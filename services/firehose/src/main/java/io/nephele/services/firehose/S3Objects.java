package io.nephele.services.firehose;

import io.nephele.api.firehose.EncryptionConfiguration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The objects of one delivery: one for each partition, and one for each kind of failure. */
final class S3Objects {
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT);

  private final FirehoseWorld firehose;
  private final DeliveryStream stream;
  private final Target target;
  private final Map<Map<String, String>, ObjectUpload> byPartition = new HashMap<>();
  private final Map<String, ObjectUpload> byFailure = new HashMap<>();
  private long records;

  S3Objects(FirehoseWorld firehose, DeliveryStream stream, Target target) {
    this.firehose = firehose;
    this.stream = stream;
    this.target = target;
  }

  /**
   * Where objects go to.
   *
   * @param encryption of the objects, or null
   * @param extension what their names end with instead of the compression's own, or null
   */
  record Target(
      String roleArn,
      String bucketArn,
      String prefix,
      String errorPrefix,
      Compression compression,
      EncryptionConfiguration encryption,
      String extension,
      ZoneId zone) {}

  /** Writes records, each to the object of its partition. The oldest ones come first. */
  void write(List<Item> items) {
    for (Item item : items) {
      ObjectUpload object = byPartition.get(item.partitions());
      if (object == null) {
        Prefix.Values values = values(item, null, item.partitions());
        object = begin(Prefix.ofObjects(target.prefix(), values), item.arrivedAt());
        byPartition.put(item.partitions(), object);
      }
      object.write(item.data());
    }
    records += items.size();
  }

  /** Writes what could not be delivered, each to the object of its kind. */
  void writeFailures(List<Failure> failures) {
    long now = firehose.now();
    for (Failure failure : failures) {
      ObjectUpload object = byFailure.get(failure.type());
      if (object == null) {
        Prefix.Values values = values(failure.item(), failure.type(), Map.of());
        String prefix = Prefix.ofErrors(target.prefix(), target.errorPrefix(), values);
        object = begin(prefix, failure.item().arrivedAt());
        byFailure.put(failure.type(), object);
      }
      object.write(failure.line(now));
    }
  }

  /** How many records were written. */
  long records() {
    return records;
  }

  /** Ends all objects; returns how many bytes the records have in them. */
  long finish() {
    for (ObjectUpload failures : byFailure.values()) {
      failures.finish();
    }
    long bytes = 0;
    for (ObjectUpload object : byPartition.values()) {
      bytes += object.finish();
    }
    return bytes;
  }

  /** Gives up all objects. */
  void abort() {
    byFailure.values().forEach(ObjectUpload::abort);
    byPartition.values().forEach(ObjectUpload::abort);
  }

  private Prefix.Values values(Item oldest, String failure, Map<String, String> partitions) {
    return new Prefix.Values(
        Instant.ofEpochMilli(oldest.arrivedAt()),
        target.zone(),
        firehose.world().ids(),
        failure,
        partitions);
  }

  private ObjectUpload begin(String prefix, long oldest) {
    String plain =
        stream.name()
            + "-"
            + stream.version()
            + "-"
            + NAME_TIME.format(Instant.ofEpochMilli(oldest).atZone(target.zone()))
            + "-"
            + firehose.world().ids().uuid();
    String extension =
        target.extension() == null || target.extension().isEmpty()
            ? target.compression().extension()
            : target.extension();
    return new ObjectUpload(firehose, stream, target, prefix + plain + extension, plain);
  }
}
