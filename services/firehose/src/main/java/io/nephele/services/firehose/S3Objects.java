package io.nephele.services.firehose;

import io.nephele.api.firehose.EncryptionConfiguration;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.partition.Regions;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the objects of streams. */
final class S3Objects {
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT);
  private static final String BUCKET_MARK = ":::";

  private final FirehoseWorld firehose;

  S3Objects(FirehoseWorld firehose) {
    this.firehose = firehose;
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

  /**
   * Writes records, an object for each partition.
   *
   * @return how many bytes were written
   */
  long write(DeliveryStream stream, Target target, List<Item> items) {
    Map<Map<String, String>, List<Item>> byPartition = new LinkedHashMap<>();
    for (Item item : items) {
      byPartition.computeIfAbsent(item.partitions(), any -> new ArrayList<>()).add(item);
    }
    long bytes = 0;
    for (Map.Entry<Map<String, String>, List<Item>> partition : byPartition.entrySet()) {
      List<byte[]> pieces = new ArrayList<>();
      long oldest = Long.MAX_VALUE;
      for (Item item : partition.getValue()) {
        pieces.add(item.data());
        oldest = Math.min(oldest, item.arrivedAt());
      }
      Prefix.Values values =
          new Prefix.Values(
              Instant.ofEpochMilli(oldest),
              target.zone(),
              firehose.world().ids(),
              null,
              partition.getKey());
      bytes += put(stream, target, Prefix.ofObjects(target.prefix(), values), pieces, oldest);
    }
    return bytes;
  }

  /** Writes what could not be delivered, an object for each kind of failure. */
  void writeFailures(DeliveryStream stream, Target target, List<Failure> failures) {
    Map<String, List<Failure>> byType = new LinkedHashMap<>();
    for (Failure failure : failures) {
      byType.computeIfAbsent(failure.type(), any -> new ArrayList<>()).add(failure);
    }
    long now = firehose.now();
    byType.forEach(
        (type, list) -> {
          List<byte[]> lines = new ArrayList<>();
          long oldest = Long.MAX_VALUE;
          for (Failure failure : list) {
            lines.add(failure.line(now));
            oldest = Math.min(oldest, failure.item().arrivedAt());
          }
          Prefix.Values values =
              new Prefix.Values(
                  Instant.ofEpochMilli(oldest),
                  target.zone(),
                  firehose.world().ids(),
                  type,
                  Map.of());
          String prefix = Prefix.ofErrors(target.prefix(), target.errorPrefix(), values);
          put(stream, target, prefix, lines, oldest);
        });
  }

  private long put(
      DeliveryStream stream, Target target, String prefix, List<byte[]> pieces, long oldest) {
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
    byte[] content = target.compression().compress(pieces, plain);
    PutObjectRequest request =
        new PutObjectRequest()
            .bucket(
                target
                    .bucketArn()
                    .substring(target.bucketArn().indexOf(BUCKET_MARK) + BUCKET_MARK.length()))
            .key(prefix + plain + extension)
            .contentType("application/octet-stream")
            .contentLength((long) content.length)
            .body(Body.of(Bytes.of(content)));
    if (target.encryption() != null && target.encryption().kmsEncryptionConfig() != null) {
      request
          .serverSideEncryption("aws:kms")
          .ssekmsKeyId(target.encryption().kmsEncryptionConfig().awskmsKeyARN());
    }
    firehose
        .world()
        .call(
            S3.PutObject,
            request,
            firehose.assume(target.roleArn(), stream),
            Regions.find(stream.region()),
            FirehoseWorld.origin(stream));
    return content.length;
  }
}
