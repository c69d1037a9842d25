package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.envelope;
import static io.nephele.services.sns.TestTopics.publish;
import static io.nephele.services.sns.TestTopics.queue;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.KmsDisabledException;
import software.amazon.awssdk.services.sns.model.KmsNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Topics whose messages are encrypted, and endpoints in other regions. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EncryptedTopicsTest {
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject KmsClient kms;
  @Inject Nephele nephele;

  @Test
  void whoPublishesNeedsTheKey() {
    String key = kms.createKey().keyMetadata().keyId();
    String topic = topic(sns, "secret", "KmsMasterKeyId", key);
    String queue = queue(sqs, "secret");
    subscribe(sns, topic, "sqs", queue);
    publish(sns, topic, "hidden");
    assertThat(envelope(sqs, queue).get("Message")).isEqualTo("hidden");
    kms.disableKey(r -> r.keyId(key));
    publish(sns, topic, "still");
    ((VirtualClock) nephele.world().clock()).advance(Duration.ofMinutes(5));
    assertThatThrownBy(() -> publish(sns, topic, "no")).isInstanceOf(KmsDisabledException.class);
    String none = topic(sns, "none", "KmsMasterKeyId", "alias/none");
    assertThatThrownBy(() -> publish(sns, none, "no")).isInstanceOf(KmsNotFoundException.class);
  }

  @Test
  void theKeyOfAwsWillDo() {
    publish(sns, topic(sns, "managed", "KmsMasterKeyId", "alias/aws/sns"), "hidden");
  }

  @Test
  void queuesMayBeInOtherRegions() {
    SqsClient paris =
        Clients.create(SqsClient.class, nephele.endpoint(), "eu-west-3", "000000000000");
    String queue = queue(paris, "paris");
    String topic = topic(sns, "wide");
    subscribe(sns, topic, "sqs", queue);
    publish(sns, topic, "bonjour");
    assertThat(envelope(paris, queue).get("Message")).isEqualTo("bonjour");
  }

  @Test
  void aQueueOfAnotherAccountIsAskedToConfirm() {
    SqsClient other =
        Clients.create(SqsClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    String queue = queue(other, "theirs");
    String topic = topic(sns, "wide");
    subscribe(sns, topic, "sqs", queue);
    ((VirtualClock) nephele.world().clock()).advance(Duration.ofMillis(1));
    String token = (String) envelope(other, queue).get("Token");
    publish(sns, topic, "too early");
    sns.confirmSubscription(r -> r.topicArn(topic).token(token));
    publish(sns, topic, "now");
    assertThat(envelope(other, queue).get("Message")).isEqualTo("now");
  }
}
