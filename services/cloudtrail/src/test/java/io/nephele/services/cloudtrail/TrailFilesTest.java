package io.nephele.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What becomes of the files of trails, and where trails of several regions write. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
@SuppressWarnings("unchecked") // the SDK's own methods take arrays of lambdas
final class TrailFilesTest {
  private static final Duration DELIVERED = Duration.ofMinutes(6);

  @Inject Nephele nephele;
  @Inject CloudTrailClient trail;
  @Inject S3Client s3;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @Test
  @Fact("cloudtrail-009")
  void filesExpireByTheRulesOfTheirBucket() {
    LogBucket logs = LogBucket.create(s3, "logs");
    trail.createTrail(t -> t.name("main").s3BucketName("logs"));
    trail.startLogging(l -> l.name("main"));
    sqs.createQueue(q -> q.queueName("orders"));
    clock.advance(DELIVERED);
    trail.stopLogging(l -> l.name("main"));
    clock.advance(DELIVERED);
    assertThat(logs.keys()).isNotEmpty();

    s3.putBucketLifecycleConfiguration(
        l ->
            l.bucket("logs")
                .lifecycleConfiguration(
                    c ->
                        c.rules(
                            r ->
                                r.id("logs")
                                    .status(ExpirationStatus.ENABLED)
                                    .filter(f -> f.prefix("AWSLogs/"))
                                    .expiration(e -> e.days(1)))));
    clock.advance(Duration.ofDays(3));

    assertThat(logs.keys()).isEmpty();
  }

  @Test
  @Fact("cloudtrail-010")
  void trailsOfOneRegionWriteToLogGroupsOfTheirOwn() {
    LogBucket.create(s3, "logs");
    iam.createRole(
        r ->
            r.roleName("trail")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"cloudtrail.amazonaws.com"},
                    "Action":"sts:AssumeRole"}]}\
                    """));
    iam.putRolePolicy(
        p ->
            p.roleName("trail")
                .policyName("logs")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
                    "Action":["logs:CreateLogStream","logs:PutLogEvents"]}]}\
                    """));
    for (String region : new String[] {"us-east-1", "eu-west-1"}) {
      client(CloudWatchLogsClient.class, region).createLogGroup(g -> g.logGroupName("calls"));
      CloudTrailClient there = client(CloudTrailClient.class, region);
      there.createTrail(
          t ->
              t.name("of-" + region)
                  .s3BucketName("logs")
                  .cloudWatchLogsLogGroupArn(
                      "arn:aws:logs:" + region + ":000000000000:log-group:calls:*")
                  .cloudWatchLogsRoleArn("arn:aws:iam::000000000000:role/trail"));
      there.startLogging(l -> l.name("of-" + region));
    }
    for (String region : new String[] {"us-east-1", "eu-west-1"}) {
      client(SqsClient.class, region).createQueue(q -> q.queueName("queue-" + region));
    }
    clock.advance(DELIVERED);

    for (String region : new String[] {"us-east-1", "eu-west-1"}) {
      assertThat(
              client(CloudWatchLogsClient.class, region)
                  .filterLogEvents(
                      f -> f.logGroupName("calls").filterPattern("{ $.eventName = CreateQueue }"))
                  .events())
          .singleElement()
          .satisfies(event -> assertThat(event.message()).contains("queue-" + region));
    }
  }

  private <T extends SdkClient> T client(Class<T> type, String region) {
    return Clients.create(type, nephele.endpoint(), region, "000000000000");
  }
}
