package io.nephele.services.dynamodb.transfers;

import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.backups.Moments;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes the files of exports, with the caller's permissions, as AWS lays them out. */
final class ExportFiles {
  /** A file of items is closed once it has so many bytes, unpacked. */
  private static final long FILE_BYTES = 32L * 1024 * 1024;

  private final World world;

  ExportFiles(World world) {
    this.world = world;
  }

  /** Writes an export; returns it as it has come out. */
  ExportRow write(ExportRow row, TableDefinition table, Call call) {
    Writing writing = new Writing(row, call);
    String failureCode = null;
    String failureMessage = null;
    try {
      writing.put("_started", Bytes.EMPTY);
      if (row.from() == 0) {
        Moments.items(world, table, row.time(), writing::item);
      } else {
        Moments.changes(
            world,
            table,
            row.from(),
            row.time(),
            (before, after) -> writing.change(table, before, after));
      }
      writing.end(table);
    } catch (AwsException e) {
      failureCode = "S3" + e.code();
      failureMessage = e.getMessage();
    }
    return new ExportRow(
        row.id(),
        row.tableArn(),
        row.tableId(),
        row.clientToken(),
        row.bucket(),
        row.bucketOwner(),
        row.prefix(),
        row.algorithm(),
        row.kmsKeyId(),
        row.startedAt(),
        world.clock().millis(),
        row.time(),
        row.from(),
        row.newOnly(),
        failureCode == null ? writing.folder + "manifest-summary.json" : null,
        failureCode,
        failureMessage,
        writing.count,
        writing.bytes,
        row.ion());
  }

  private final class Writing {
    private final ExportRow row;
    private final Call call;
    private final String folder;
    private final StringBuilder manifest = new StringBuilder();
    private ByteArrayOutputStream packed;
    private GZIPOutputStream lines;
    private long unpacked;
    private long countInFile;
    private long count;
    private long bytes;

    private Writing(ExportRow row, Call call) {
      this.row = row;
      this.call = call;
      String prefix = row.prefix() == null || row.prefix().isEmpty() ? "" : row.prefix() + '/';
      this.folder = prefix + "AWSDynamoDB/" + row.id() + '/';
    }

    private void item(byte[] stored) {
      Map<String, Value> item = ItemCodec.INSTANCE.decode(stored);
      line(
          row.ion() ? ItemIon.line("Item", item) : ItemJson.line("Item", item),
          ItemCodec.size(stored));
    }

    private void change(
        TableDefinition table, Map<String, Value> before, Map<String, Value> after) {
      Map<String, Value> there = after == null ? before : after;
      Map<String, Value> key = new LinkedHashMap<>();
      key.put(table.hash().name(), there.get(table.hash().name()));
      if (table.range() != null) {
        key.put(table.range().name(), there.get(table.range().name()));
      }
      Map<String, Value> old = row.newOnly() ? null : before;
      long micros = row.time() * 1000;
      String text =
          row.ion()
              ? ItemIon.change(micros, key, old, after)
              : ItemJson.change(micros, key, old, after);
      line(text, text.length());
    }

    private void line(String text, long size) {
      try {
        if (lines == null) {
          packed = new ByteArrayOutputStream();
          lines = new GZIPOutputStream(packed);
        }
        byte[] line = (text + '\n').getBytes(StandardCharsets.UTF_8);
        lines.write(line);
        unpacked += line.length;
        countInFile++;
        count++;
        bytes += size;
        if (unpacked >= FILE_BYTES) {
          close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void close() throws IOException {
      if (lines == null) {
        return;
      }
      lines.close();
      lines = null;
      String key =
          "data/"
              + world.ids().text(26, "abcdefghijklmnopqrstuvwxyz234567")
              + (row.ion() ? ".ion.gz" : ".json.gz");
      byte[] content = packed.toByteArray();
      put(key, Bytes.of(content));
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("itemCount", countInFile);
      file.put("md5Checksum", md5(content));
      file.put("dataFileS3Key", folder + key);
      manifest.append(JsonText.write(file)).append('\n');
      unpacked = 0;
      countInFile = 0;
    }

    private void end(TableDefinition table) {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      withChecksum("manifest-files", manifest.toString());
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("version", row.from() == 0 ? "2020-06-30" : "2023-08-01");
      summary.put("exportArn", row.arn());
      summary.put("startTime", Instant.ofEpochMilli(row.startedAt()).toString());
      summary.put("endTime", world.clock().now().toString());
      summary.put("tableArn", table.arn());
      summary.put("tableId", row.tableId());
      if (row.from() == 0) {
        summary.put("exportTime", Instant.ofEpochMilli(row.time()).toString());
      } else {
        summary.put("exportFromTime", Instant.ofEpochMilli(row.from()).toString());
        summary.put("exportToTime", Instant.ofEpochMilli(row.time()).toString());
      }
      summary.put("s3Bucket", row.bucket());
      summary.put("s3Prefix", row.prefix());
      summary.put("s3SseAlgorithm", row.algorithm());
      summary.put("s3SseKmsKeyId", row.kmsKeyId());
      summary.put("manifestFilesS3Key", folder + "manifest-files.json");
      summary.put("billedSizeBytes", bytes);
      summary.put("itemCount", count);
      summary.put("outputFormat", row.format());
      summary.put("exportType", row.from() == 0 ? "FULL_EXPORT" : "INCREMENTAL_EXPORT");
      withChecksum("manifest-summary", JsonText.write(summary));
    }

    private void withChecksum(String name, String text) {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      put(name + ".json", Bytes.of(content));
      put(name + ".md5", Bytes.utf8(md5(content)));
    }

    private void put(String name, Bytes content) {
      PutObjectRequest request =
          new PutObjectRequest()
              .bucket(row.bucket())
              .key(folder + name)
              .expectedBucketOwner(row.bucketOwner())
              .serverSideEncryption(row.algorithm().equals("KMS") ? "aws:kms" : "AES256")
              .ssekmsKeyId(row.kmsKeyId())
              .body(Body.of(content));
      world.call(S3.PutObject, request, call.principal(), call.region());
    }
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
