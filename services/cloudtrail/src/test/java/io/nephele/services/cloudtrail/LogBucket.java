package io.nephele.services.cloudtrail;

import io.nephele.core.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket that CloudTrail may write to, and what it wrote. */
@SuppressWarnings("unchecked")
record LogBucket(S3Client s3, String name) {

  static LogBucket create(S3Client s3, String name) {
    s3.createBucket(b -> b.bucket(name));
    LogBucket bucket = new LogBucket(s3, name);
    bucket.allow();
    return bucket;
  }

  /** Lets CloudTrail write for any account. */
  void allow() {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
        "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::%s"},
        {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
        "Action":"s3:PutObject","Resource":"arn:aws:s3:::%s/*AWSLogs/*",
        "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}]}\
        """
            .formatted(name, name);
    s3.putBucketPolicy(p -> p.bucket(name).policy(policy));
  }

  List<String> keys() {
    return s3.listObjectsV2(l -> l.bucket(name)).contents().stream().map(S3Object::key).toList();
  }

  /** All events in log files, in the order of the files' names. */
  List<Map<String, Object>> events() {
    List<Map<String, Object>> events = new ArrayList<>();
    for (String key : keys()) {
      if (key.contains("/CloudTrail/")) {
        events.addAll((List<Map<String, Object>>) json(key).get("Records"));
      }
    }
    return events;
  }

  /** The names of events in log files that are not CloudTrail's own. */
  List<String> eventNames() {
    return events().stream()
        .filter(event -> !event.get("eventSource").equals("cloudtrail.amazonaws.com"))
        .map(event -> (String) event.get("eventName"))
        .toList();
  }

  Map<String, Object> json(String key) {
    return (Map<String, Object>) JsonText.parse(text(key));
  }

  /** What an object says, uncompressed. */
  String text(String key) {
    byte[] bytes = s3.getObjectAsBytes(g -> g.bucket(name).key(key)).asByteArray();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
