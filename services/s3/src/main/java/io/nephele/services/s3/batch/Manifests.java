package io.nephele.services.s3.batch;

import io.nephele.api.s3.GetObjectOutput;
import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3control.JobManifest;
import io.nephele.core.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads the lists of objects that jobs are given. */
final class Manifests {
  static final String CSV = "S3BatchOperations_CSV_20180820";
  static final String INVENTORY = "S3InventoryReport_CSV_20161130";

  private static final int LARGEST_JSON = 1 << 20;

  private final BatchWorld batch;

  Manifests(BatchWorld batch) {
    this.batch = batch;
  }

  /** A list cannot be used, for a reason that the job tells. */
  static final class UnusableManifest extends Exception {
    private static final long serialVersionUID = 1;

    UnusableManifest(String message) {
      super(message);
    }
  }

  /** Gives all tasks that the manifest lists. */
  void read(Job job, JobManifest manifest, Consumer<Task> to) throws IOException, UnusableManifest {
    String[] place = BatchWorld.bucketAndKey(manifest.location().objectArn());
    GetObjectOutput object = get(job, place[0], place[1], manifest.location().objectVersionId());
    if (!unquoted(object.eTag()).equals(unquoted(manifest.location().eTag()))) {
      throw new UnusableManifest(
          "The ETag of the manifest does not match the expected ETag: expected "
              + unquoted(manifest.location().eTag())
              + ", but found "
              + unquoted(object.eTag()));
    }
    try (InputStream in = object.body().open()) {
      if (manifest.spec().format().equals(CSV)) {
        readRows(in, manifest.spec().fields(), to);
      } else {
        readInventory(job, in, to);
      }
    } catch (IllegalArgumentException e) {
      throw new UnusableManifest("A key of the manifest is not URL-encoded: " + e.getMessage());
    }
  }

  private GetObjectOutput get(Job job, String bucket, String key, String versionId) {
    return batch.call(
        job,
        S3.GetObject,
        new GetObjectRequest().bucket(bucket).key(key).versionId(versionId),
        bucket);
  }

  private static String unquoted(String eTag) {
    return eTag.startsWith("\"") ? eTag.substring(1, eTag.length() - 1) : eTag;
  }

  private static void readRows(InputStream in, List<String> fields, Consumer<Task> to)
      throws IOException, UnusableManifest {
    int bucket = fields.indexOf("Bucket");
    int key = fields.indexOf("Key");
    int version = fields.indexOf("VersionId");
    CsvRows rows =
        new CsvRows(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    for (List<String> row = rows.next(); row != null; row = rows.next()) {
      if (row.size() < fields.size()) {
        throw new UnusableManifest(
            "A row of the manifest has " + row.size() + " fields rather than " + fields.size());
      }
      String versionId = version < 0 || row.get(version).isEmpty() ? null : row.get(version);
      to.accept(
          new Task(
              row.get(bucket), URLDecoder.decode(row.get(key), StandardCharsets.UTF_8), versionId));
    }
  }

  private void readInventory(Job job, InputStream in, Consumer<Task> to)
      throws IOException, UnusableManifest {
    byte[] json = in.readNBytes(LARGEST_JSON);
    if (!(JsonText.parse(new String(json, StandardCharsets.UTF_8)) instanceof Map<?, ?> report)
        || !(report.get("fileSchema") instanceof String schema)
        || !(report.get("destinationBucket") instanceof String destination)
        || !(report.get("files") instanceof List<?> files)) {
      throw new UnusableManifest("The manifest is no manifest.json of an S3 Inventory report");
    }
    if (!"CSV".equalsIgnoreCase(String.valueOf(report.get("fileFormat")))) {
      throw new UnusableManifest("Only S3 Inventory reports in CSV can be used");
    }
    List<String> fields = new ArrayList<>();
    for (String field : schema.split(",", -1)) {
      fields.add(field.strip());
    }
    if (!fields.contains("Bucket") || !fields.contains("Key")) {
      throw new UnusableManifest("The S3 Inventory report has no fields Bucket and Key");
    }
    String[] place = BatchWorld.bucketAndKey(destination);
    String bucket = place == null ? destination : place[0];
    for (Object file : files) {
      if (!(file instanceof Map<?, ?> each) || !(each.get("key") instanceof String key)) {
        throw new UnusableManifest("A file of the S3 Inventory report has no key");
      }
      boolean zipped = key.toLowerCase(Locale.ROOT).endsWith(".gz");
      try (InputStream body = get(job, bucket, key, null).body().open();
          InputStream plain = zipped ? new GZIPInputStream(body) : body) {
        readRows(plain, fields, to);
      }
    }
  }
}
