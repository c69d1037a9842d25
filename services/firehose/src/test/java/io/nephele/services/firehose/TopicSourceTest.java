package io.nephele.services.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** A topic of SNS delivers to a stream, by the role of the subscription. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TopicSourceTest {
  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject SnsClient sns;
  @Inject VirtualClock clock;

  @Test
  void messagesOfATopicReachTheBucket() {
    Streams.role(iam);
    s3.createBucket(b -> b.bucket(Streams.BUCKET));
    Streams.create(firehose, "archive", d -> {});
    String topic = sns.createTopic(t -> t.name("news")).topicArn();
    String arn = "arn:aws:firehose:us-east-1:000000000000:deliverystream/archive";
    String role = role("publishes");
    subscribe(topic, arn, role);
    sns.publish(p -> p.topicArn(topic).message("one"));
    sns.publish(p -> p.topicArn(topic).message("two"));
    clock.advance(Duration.ofMinutes(6));
    List<String> keys = Streams.keys(s3, Streams.BUCKET);
    assertThat(keys).hasSize(1);
    assertThat(Streams.text(s3, Streams.BUCKET, keys.getFirst()).lines())
        .containsExactlyInAnyOrder("one", "two");
  }

  private String role(String name) {
    iam.createRole(
        r ->
            r.roleName(name)
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"sns.amazonaws.com"}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName(name)
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Action":"firehose:PutRecord","Resource":"*"}]}\
                    """));
    return "arn:aws:iam::000000000000:role/" + name;
  }

  private void subscribe(String topic, String stream, String role) {
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("firehose")
                .endpoint(stream)
                .attributes(Map.of("SubscriptionRoleArn", role, "RawMessageDelivery", "true")));
  }
}
