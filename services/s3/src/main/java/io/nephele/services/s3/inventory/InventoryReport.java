package io.nephele.services.s3.inventory;

import io.nephele.api.s3.InventoryConfiguration;
import io.nephele.api.s3.InventoryEncryption;
import io.nephele.api.s3.InventoryS3BucketDestination;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.configuration.Destinations;
import io.nephele.services.s3.listing.BucketContents;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.checksum.ChecksumDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Makes one report: files of rows; a manifest that names them; the manifest's checksum; the files
 * as Hive finds them. All are put by calls of S3 as the service that the destination has to allow.
 */
final class InventoryReport {
  private static final String SERVICE = "s3.amazonaws.com";
  private static final String VERSION = "2016-11-30";
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HIVE_FOLDER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm").withZone(ZoneOffset.UTC);

  private final S3World s3;
  private final BucketContents contents;

  InventoryReport(S3World s3) {
    this.s3 = s3;
    this.contents = new BucketContents(s3);
  }

  /** A file of the report as the manifest tells it. */
  private record Part(String key, long size, String md5) {}

  void make(Bucket bucket, InventoryConfiguration configuration, Instant time) throws IOException {
    InventoryS3BucketDestination to = configuration.destination().s3BucketDestination();
    String folder = folder(bucket, configuration, to);
    boolean all = configuration.includedObjectVersions().equals("All");
    String prefix = configuration.filter() == null ? "" : configuration.filter().prefix();
    List<Part> parts = new ArrayList<>();
    BiFunction<String, StoredObject, Instant> expiration =
        s3.read(reader -> s3.expirations().dates(reader, bucket));
    String schema;
    try (ReportFile file =
        ReportFile.of(to.format(), bucket.name(), all, configuration.optionalFields())) {
      contents.visit(
          bucket,
          prefix,
          all,
          (key, version, latest) -> {
            boolean expires = latest && !version.deleteMarker();
            file.add(key, version, latest, expires ? expiration.apply(key, version) : null);
            if (file.isFull()) {
              parts.add(putFile(bucket, to, folder, file));
            }
          });
      if (parts.isEmpty() || !file.isEmpty()) {
        parts.add(putFile(bucket, to, folder, file));
      }
      schema = file.schema();
    }
    byte[] manifest = manifest(bucket, to, schema, time, parts).getBytes(StandardCharsets.UTF_8);
    String dated = folder + FOLDER.format(time) + "/";
    put(bucket, to, dated + "manifest.json", manifest, "application/json");
    byte[] checksum = md5(manifest).getBytes(StandardCharsets.US_ASCII);
    put(bucket, to, dated + "manifest.checksum", checksum, "text/plain");
    String links = folder + "hive/dt=" + HIVE_FOLDER.format(time) + "/symlink.txt";
    put(bucket, to, links, links(to, parts), "text/plain");
  }

  private static String folder(
      Bucket bucket, InventoryConfiguration configuration, InventoryS3BucketDestination to) {
    String prefix = to.prefix() == null || to.prefix().isEmpty() ? "" : to.prefix() + "/";
    return prefix + bucket.name() + "/" + configuration.id() + "/";
  }

  /** The files as Hive finds them, one a line. */
  private static byte[] links(InventoryS3BucketDestination to, List<Part> parts) {
    StringBuilder links = new StringBuilder();
    for (Part part : parts) {
      links.append("s3://").append(Destinations.bucketOf(to.bucket())).append('/');
      links.append(part.key).append('\n');
    }
    return links.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Part putFile(
      Bucket bucket, InventoryS3BucketDestination to, String folder, ReportFile file)
      throws IOException {
    byte[] bytes = file.finish();
    String key = folder + "data/" + s3.world().ids().uuid() + file.extension();
    put(bucket, to, key, bytes, "application/octet-stream");
    return new Part(key, bytes.length, md5(bytes));
  }

  private static String manifest(
      Bucket bucket,
      InventoryS3BucketDestination to,
      String schema,
      Instant time,
      List<Part> parts) {
    List<Object> files = new ArrayList<>();
    for (Part part : parts) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("key", part.key);
      file.put("size", part.size);
      file.put("MD5checksum", part.md5);
      files.add(file);
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("sourceBucket", bucket.name());
    manifest.put("destinationBucket", to.bucket());
    manifest.put("version", VERSION);
    manifest.put("creationTimestamp", Long.toString(time.toEpochMilli()));
    manifest.put("fileFormat", to.format());
    manifest.put("fileSchema", schema);
    manifest.put("files", files);
    return JsonText.write(manifest);
  }

  private void put(
      Bucket source, InventoryS3BucketDestination to, String key, byte[] bytes, String type) {
    String name = Destinations.bucketOf(to.bucket());
    Region region = Regions.find(source.region());
    String partition = region.partition().id();
    Bucket target = s3.read(reader -> s3.buckets().find(reader, partition, name));
    PutObjectRequest request =
        new PutObjectRequest()
            .bucket(name)
            .key(key)
            .acl("bucket-owner-full-control")
            .contentType(type)
            .contentLength((long) bytes.length)
            .body(Body.of(Bytes.of(bytes)));
    InventoryEncryption encryption = to.encryption();
    if (encryption != null && encryption.ssekms() != null) {
      request.serverSideEncryption("aws:kms").ssekmsKeyId(encryption.ssekms().keyId());
    } else if (encryption != null) {
      request.serverSideEncryption("AES256");
    }
    s3.world()
        .call(
            S3.PutObject,
            request,
            Principal.service(SERVICE, source.accountId()),
            target == null ? region : Regions.find(target.region()),
            Origin.service(SERVICE, source.arn(partition)));
  }

  private static String md5(byte[] bytes) {
    ChecksumDigest digest = ChecksumAlgorithm.CONTENT_MD5.start();
    digest.update(bytes, 0, bytes.length);
    return HexFormat.of().formatHex(digest.value());
  }
}
