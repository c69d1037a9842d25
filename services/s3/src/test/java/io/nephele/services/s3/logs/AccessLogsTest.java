package io.nephele.services.s3.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.identity.CanonicalUser;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.TargetObjectKeyFormat;

/** Requests to logged buckets are told in logs that are delivered as objects. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessLogsTest {
  private static final String OWNER = CanonicalUser.of("000000000000");

  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void buckets() {
    s3.createBucket(b -> b.bucket("logged"));
    s3.createBucket(b -> b.bucket("logs"));
  }

  private void allow() {
    s3.putBucketPolicy(
        b ->
            b.bucket("logs")
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
                       "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*",
                       "Condition": {
                         "ArnLike": {"aws:SourceArn": "arn:aws:s3:::logged"},
                         "StringEquals": {"aws:SourceAccount": "000000000000"}}}]}
                    """));
  }

  private void log(TargetObjectKeyFormat format) {
    s3.putBucketLogging(
        b ->
            b.bucket("logged")
                .bucketLoggingStatus(
                    l ->
                        l.loggingEnabled(
                            e ->
                                e.targetBucket("logs")
                                    .targetPrefix("access/")
                                    .targetObjectKeyFormat(format))));
  }

  private List<String> keys() {
    return s3.listObjectsV2(b -> b.bucket("logs")).contents().stream().map(S3Object::key).toList();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String key : keys()) {
      s3.getObjectAsBytes(b -> b.bucket("logs").key(key))
          .asUtf8String()
          .lines()
          .forEach(lines::add);
    }
    return lines;
  }

  @Test
  @Fact({"s3-101", "s3-119", "s3-122", "s3-124"})
  void everyRequestIsALine() {
    allow();
    s3.putObject(b -> b.bucket("logged").key("not yet"), RequestBody.fromString("x"));
    log(null);
    s3.putObject(b -> b.bucket("logged").key("a b/c"), RequestBody.fromString("hello"));
    s3.getObjectAsBytes(b -> b.bucket("logged").key("a b/c"));
    try {
      s3.getObjectAsBytes(b -> b.bucket("logged").key("none"));
    } catch (software.amazon.awssdk.services.s3.model.NoSuchKeyException expected) {
      // logged, too
    }
    s3.listObjectsV2(b -> b.bucket("logged"));
    assertThat(keys()).isEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(keys())
        .singleElement()
        .asString()
        .matches("access/\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d\\d-[0-9A-F]{16}");
    List<String> lines = lines().stream().filter(line -> !line.contains("LOGGING_STATUS")).toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .matches(
            Pattern.quote(OWNER)
                + " logged \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\]"
                + " 127\\.0\\.0\\.1 "
                + OWNER
                + " [0-9a-f-]{36} REST\\.PUT\\.OBJECT a\\+b%2Fc \"PUT /logged/a%20b/c HTTP/1\\.1\""
                + " 200 - - 5 \\d+ \\d+ \"-\" \"[^\"]+\" - \\S+ SigV4 - AuthHeader \\S+ - - -");
    assertThat(lines.get(1)).contains("REST.GET.OBJECT a+b%2Fc", "\" 200 - 5 5 ");
    assertThat(lines.get(2)).contains("REST.GET.OBJECT none", "\" 404 NoSuchKey ");
    assertThat(lines.get(3)).contains("REST.GET.BUCKET - \"GET /logged?list-type=2");
  }

  @Test
  @Fact({"s3-015", "s3-125"})
  void logsThatTheTargetDoesNotTakeAreLost() {
    log(null);
    s3.listObjectsV2(b -> b.bucket("logged"));
    clock.advance(Duration.ofHours(1));
    assertThat(keys()).isEmpty();
    allow();
    clock.advance(Duration.ofHours(1));
    assertThat(keys()).isEmpty();
    s3.headBucket(b -> b.bucket("logged"));
    clock.advance(Duration.ofHours(1));
    assertThat(lines()).singleElement().asString().contains("REST.HEAD.BUCKET");
  }

  @Test
  void keysMayBeParted() {
    allow();
    log(
        TargetObjectKeyFormat.builder()
            .partitionedPrefix(p -> p.partitionDateSource("EventTime"))
            .build());
    s3.headBucket(b -> b.bucket("logged"));
    clock.advance(Duration.ofHours(1));
    assertThat(keys())
        .singleElement()
        .asString()
        .matches(
            "access/000000000000/us-east-1/logged/\\d{4}/\\d\\d/\\d\\d/"
                + "\\d{4}-\\d\\d-\\d\\d-00-00-00-[0-9A-F]{16}");
    s3.headBucket(b -> b.bucket("logged"));
    clock.advance(Duration.ofHours(1));
    assertThat(keys()).hasSize(2);
  }
}
