package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.bodies;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A bucket tells a topic of its objects, which tells a queue. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class BucketEventsTest {
  @Inject S3Client s3;
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact({"s3-028", "s3-086", "s3-100", "s3-116", "s3-147", "sns-019"})
  void objectsAreToldToTheSubscribersOfATopic() {
    s3.createBucket(r -> r.bucket("telling"));
    String topic = topic(sns, "objects");
    String queue = queue(sqs, "objects");
    subscribe(sns, topic, "sqs", queue, "RawMessageDelivery", "true");
    assertThatThrownBy(() -> tell(topic))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("Unable to validate the following destination configurations");
    sns.setTopicAttributes(
        r ->
            r.topicArn(topic)
                .attributeName("Policy")
                .attributeValue(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"s3.amazonaws.com"},"Action":"sns:Publish",
                    "Resource":"%s","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::telling"}}}]}\
                    """
                        .formatted(topic)));
    tell(topic);
    assertThat(bodies(sqs, queue))
        .singleElement()
        .satisfies(
            body ->
                assertThat(((Map<?, ?>) JsonText.parse(body)).get("Event"))
                    .isEqualTo("s3:TestEvent"));
    put("images/cat.png");
    put("images/cat.txt");
    put("other/cat.png");
    clock.advance(Duration.ofSeconds(1));
    List<String> told = bodies(sqs, queue);
    assertThat(told).singleElement().asString().contains("ObjectCreated:Put", "images/cat.png");
  }

  private void tell(String topic) {
    TopicConfiguration configuration =
        TopicConfiguration.builder()
            .topicArn(topic)
            .events(Event.S3_OBJECT_CREATED)
            .filter(
                f ->
                    f.key(
                        k ->
                            k.filterRules(
                                rule(FilterRuleName.PREFIX, "images/"),
                                rule(FilterRuleName.SUFFIX, ".png"))))
            .build();
    s3.putBucketNotificationConfiguration(
        r ->
            r.bucket("telling")
                .notificationConfiguration(n -> n.topicConfigurations(configuration)));
  }

  private static FilterRule rule(FilterRuleName name, String value) {
    return FilterRule.builder().name(name).value(value).build();
  }

  private void put(String key) {
    s3.putObject(r -> r.bucket("telling").key(key), RequestBody.fromString("x"));
  }
}
