package io.nephele.services.cloudtrail;

import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.trail.EventTimes;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Names and writes the files of trails. */
final class LogFiles {
  private LogFiles() {}

  /** Where a trail's files of a kind are, for example {@code AWSLogs/123456789012/CloudTrail/}. */
  static String folder(TrailRecord trail, String kind) {
    String prefix = trail.prefix() == null ? "" : trail.prefix() + "/";
    return prefix + "AWSLogs/" + trail.account() + "/" + kind + "/";
  }

  /** The folder of a region and day in there: {@code eu-west-1/2026/11/22/}. */
  static String day(String region, long millis) {
    return region + "/" + EventTimes.iso(millis).substring(0, 10).replace('-', '/') + "/";
  }

  /** A time as it stands in names: {@code 20261122T0205Z}, or with seconds. */
  static String time(long millis, boolean seconds) {
    String iso = EventTimes.iso(millis).replace("-", "").replace(":", "");
    return seconds ? iso : iso.substring(0, 13) + "Z";
  }

  /** Writes an object, compressed. */
  static void put(
      Destinations destinations,
      TrailRecord trail,
      String key,
      String content,
      Map<String, String> metadata) {
    PutObjectRequest request =
        new PutObjectRequest()
            .bucket(trail.bucket())
            .key(key)
            .acl(Destinations.ACL)
            .contentType("application/json")
            .contentEncoding("gzip")
            .metadata(metadata.isEmpty() ? null : metadata)
            .body(Body.of(gzip(content)));
    if (trail.kmsKeyArn() != null) {
      String context = "{\"aws:cloudtrail:arn\":\"" + trail.arn() + "\"}";
      request
          .serverSideEncryption("aws:kms")
          .ssekmsKeyId(trail.kmsKeyArn())
          .ssekmsEncryptionContext(
              Base64.getEncoder().encodeToString(context.getBytes(StandardCharsets.UTF_8)));
    } else {
      request.serverSideEncryption("AES256");
    }
    destinations.callAs(trail, S3.PutObject, request);
  }

  private static Bytes gzip(String content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(bytes.toByteArray());
  }
}
