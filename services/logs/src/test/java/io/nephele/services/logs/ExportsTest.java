package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTask;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTaskStatusCode;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Groups are exported to S3. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ExportsTest {
  @Inject CloudWatchLogsClient logs;
  @Inject S3Client s3;
  @Inject VirtualClock clock;

  private String export(long from, long to) {
    return logs.createExportTask(
            r -> r.logGroupName("g").from(from).to(to).destination("kept").destinationPrefix("p"))
        .taskId();
  }

  @Test
  @Fact({"logs-007", "logs-023"})
  void eventsBecomeObjects() throws IOException {
    long now = clock.millis();
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("a/b"));
    logs.putLogEvents(
        r ->
            r.logGroupName("g")
                .logStreamName("a/b")
                .logEvents(
                    InputLogEvent.builder().timestamp(now - 10).message("one").build(),
                    InputLogEvent.builder().timestamp(now).message("not any more").build()));
    s3.createBucket(r -> r.bucket("kept"));
    assertThatThrownBy(() -> export(now - 100, now))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("GetBucketAcl call on the given bucket failed.");
    s3.putBucketPolicy(
        r ->
            r.bucket("kept")
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":
                    {"Service":"logs.us-east-1.amazonaws.com"},
                    "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::kept"},
                    {"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},
                    "Action":"s3:PutObject","Resource":"arn:aws:s3:::kept/*","Condition":
                    {"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}]}\
                    """));
    String id = export(now - 100, now);
    clock.advance(Duration.ofSeconds(1));
    ExportTask task = logs.describeExportTasks(r -> r.taskId(id)).exportTasks().getFirst();
    assertThat(task.status().code()).isEqualTo(ExportTaskStatusCode.COMPLETED);
    String key = "p/" + id + "/a-b/000000.gz";
    assertThat(s3.listObjectsV2(r -> r.bucket("kept")).contents())
        .extracting(S3Object::key)
        .containsExactlyInAnyOrder("p/aws-logs-write-test", key);
    byte[] object = s3.getObjectAsBytes(r -> r.bucket("kept").key(key)).asByteArray();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(object))) {
      String time = Instant.ofEpochMilli(now - 10).toString();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith(time.substring(0, 19))
          .endsWith("Z one\n");
    }
    assertThatThrownBy(() -> logs.cancelExportTask(r -> r.taskId(id)))
        .hasMessageContaining("already finished");
  }
}
