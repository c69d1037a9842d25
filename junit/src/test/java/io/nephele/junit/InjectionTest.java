package io.nephele.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a test is given, and that all of it belongs to one world. */
@NepheleTest(region = "eu-central-1", accountId = "111122223333")
class InjectionTest extends InjectedBase {
  private final SqsClient fromConstructor;
  @Inject private SqsClient sqs;
  @Inject private Nephele nephele;

  InjectionTest(SqsClient sqs) {
    this.fromConstructor = sqs;
  }

  @Test
  void fieldsParametersAndConstructorsGetTheSame(SqsClient parameter, URI endpoint, Nephele other) {
    assertThat(parameter).isSameAs(sqs).isSameAs(fromConstructor);
    assertThat(other).isSameAs(nephele);
    assertThat(endpoint).isEqualTo(nephele.endpoint()).isEqualTo(inherited);
    assertThat(endpoint.toString()).startsWith("http://localhost:");
  }

  @Test
  void clientsReachTheWorldInTheirAccountAndRegion() {
    sqs.createQueue(r -> r.queueName("reached"));
    assertThat(sqs.listQueues(r -> r.queueNamePrefix("reached")).queueUrls())
        .containsExactly("http://eu-central-1/111122223333/reached");
  }

  @Test
  void asynchronousClientsToo(SqsAsyncClient async) {
    async.createQueue(r -> r.queueName("async")).join();
    assertThat(sqs.listQueues(r -> r.queueNamePrefix("async")).queueUrls()).hasSize(1);
  }

  @Test
  void timeStandsStillUntilItIsTurned(VirtualClock clock) {
    assertThat(nephele.world().clock()).isSameAs(clock);
    String url = sqs.createQueue(r -> r.queueName("timed")).queueUrl();
    long created = seconds(url, QueueAttributeName.CREATED_TIMESTAMP);
    assertThat(created).isEqualTo(clock.now().getEpochSecond());
    assertThat(seconds(url, QueueAttributeName.LAST_MODIFIED_TIMESTAMP)).isEqualTo(created);
    clock.advance(Duration.ofDays(3));
    assertThat(seconds(url, QueueAttributeName.LAST_MODIFIED_TIMESTAMP))
        .isEqualTo(created + Duration.ofDays(3).toSeconds());
  }

  private long seconds(String url, QueueAttributeName attribute) {
    return Long.parseLong(
        sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes()
            .get(attribute));
  }

  @Nested
  class Inside {
    @Inject private SqsClient own;

    @Test
    void isInTheSameWorld(Nephele parameter) {
      assertThat(own).isSameAs(sqs);
      assertThat(parameter).isSameAs(nephele);
    }

    @Nested
    @NepheleTest
    class WithAWorldOfItsOwn {
      @Inject private SqsClient deepest;

      @Test
      void allFieldsAreOfThatWorld(Nephele parameter, SqsClient client) {
        assertThat(parameter).isSameAs(nephele);
        assertThat(client).isSameAs(deepest).isSameAs(own).isSameAs(sqs);
        assertThat(fromConstructor).isSameAs(client);
        assertThat(client.createQueue(r -> r.queueName("inside")).queueUrl())
            .isEqualTo("http://us-east-1/000000000000/inside");
      }
    }
  }
}
