package io.nephele.services.s3.batch;

import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3control.JobReport;
import io.nephele.core.json.JsonText;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what became of the tasks of a job into the bucket that it names. */
final class Reports {
  private static final int ROWS = 5000;

  private final BatchWorld batch;

  Reports(BatchWorld batch) {
    this.batch = batch;
  }

  /** Writes the report, if the job is to have one. */
  void write(Job job) {
    JobReport report = job.created().report();
    if (report == null || !Boolean.TRUE.equals(report.enabled())) {
      return;
    }
    String prefix = report.prefix() == null ? "" : report.prefix() + "/";
    String folder = prefix + "job-" + job.id() + "/";
    String bucket = BatchWorld.bucketAndKey(report.bucket())[0];
    List<Map<String, Object>> files = new ArrayList<>();
    write(job, bucket, folder, false, files);
    write(job, bucket, folder, true, files);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("Format", report.format());
    Instant now = batch.s3().world().clock().now().truncatedTo(ChronoUnit.SECONDS);
    manifest.put("ReportCreationDate", now.toString());
    manifest.put("Results", files);
    manifest.put(
        "ReportSchema",
        "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage");
    byte[] json = JsonText.write(manifest).getBytes(StandardCharsets.UTF_8);
    put(job, bucket, folder + "manifest.json", json);
    put(
        job,
        bucket,
        folder + "manifest.json.md5",
        digest("MD5", json).getBytes(StandardCharsets.UTF_8));
  }

  private void write(
      Job job, String bucket, String folder, boolean failed, List<Map<String, Object>> files) {
    long first = 0;
    List<JobTable.Numbered> page;
    do {
      long from = first;
      page = batch.s3().read(reader -> batch.jobs().outcomes(reader, job.key(), from, ROWS));
      StringBuilder csv = new StringBuilder();
      for (JobTable.Numbered each : page) {
        if (each.outcome().failed() == failed) {
          row(each.outcome(), csv);
        }
        first = each.number() + 1;
      }
      if (!csv.isEmpty()) {
        byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
        String key = folder + "results/" + digest("SHA-1", bytes) + ".csv";
        put(job, bucket, key, bytes);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("TaskExecutionStatus", failed ? "failed" : "succeeded");
        file.put("Bucket", bucket);
        file.put("MD5Checksum", digest("MD5", bytes));
        file.put("Key", key);
        files.add(file);
      }
    } while (page.size() == ROWS);
  }

  private static void row(Task.Outcome outcome, StringBuilder csv) {
    Task task = outcome.task();
    field(task.bucket(), csv).append(',');
    field(CopyTasks.encode(task.key()), csv).append(',');
    field(task.versionId(), csv).append(',');
    csv.append(outcome.failed() ? "failed" : "succeeded").append(',');
    field(outcome.errorCode(), csv).append(',');
    csv.append(outcome.status()).append(',');
    field(outcome.message(), csv).append('\n');
  }

  private static StringBuilder field(String text, StringBuilder csv) {
    if (text == null) {
      return csv;
    }
    boolean quoted = text.contains(",") || text.contains("\"") || text.contains("\n");
    return quoted
        ? csv.append('"').append(text.replace("\"", "\"\"")).append('"')
        : csv.append(text);
  }

  private void put(Job job, String bucket, String key, byte[] content) {
    batch.call(
        job,
        S3.PutObject,
        new PutObjectRequest().bucket(bucket).key(key).body(Body.of(Bytes.of(content))),
        bucket);
  }

  private static String digest(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
