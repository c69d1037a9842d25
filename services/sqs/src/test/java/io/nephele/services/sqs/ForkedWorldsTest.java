package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues in worlds that were forked, through clients whose access keys say the world. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class ForkedWorldsTest {
  private static SqsClient client(Nephele nephele, String accessKeyId) {
    return Clients.create(
        SqsClient.class, nephele, "us-east-1", AwsBasicCredentials.create(accessKeyId, "x"));
  }

  private static List<String> receive(SqsClient sqs, String url) {
    return sqs
        .receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(30))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }

  @Test
  void aForkHasTheSameQueuesAndGoesItsOwnWay(Nephele nephele) {
    SqsClient original = client(nephele, "000000000000");
    String url = original.createQueue(r -> r.queueName("orders")).queueUrl();
    IntStream.range(0, 5)
        .forEach(i -> original.sendMessage(r -> r.queueUrl(url).messageBody("m" + i)));
    nephele.worlds().fork("default", "trial");
    SqsClient fork = client(nephele, "trial.000000000000");
    assertThat(receive(fork, url)).containsExactly("m0", "m1", "m2", "m3", "m4");
    fork.purgeQueue(r -> r.queueUrl(url));
    fork.sendMessage(r -> r.queueUrl(url).messageBody("only here"));
    assertThat(receive(original, url)).hasSize(5);
    assertThat(receive(fork, url)).containsExactly("only here");
    original.deleteQueue(r -> r.queueUrl(url));
    assertThat(fork.listQueues().queueUrls()).containsExactly(url);
  }

  @Test
  void aForkHasItsOwnTime(Nephele nephele) {
    SqsClient original = client(nephele, "000000000000");
    String url = original.createQueue(r -> r.queueName("orders")).queueUrl();
    original.sendMessage(r -> r.queueUrl(url).messageBody("old").delaySeconds(60));
    nephele.worlds().fork("default", "later");
    VirtualClock clock = (VirtualClock) nephele.worlds().find("later").clock();
    clock.advance(Duration.ofSeconds(61));
    assertThat(receive(client(nephele, "later.000000000000"), url)).containsExactly("old");
    assertThat(receive(original, url)).isEmpty();
  }

  @Test
  void aWorldIsRestored(Nephele nephele) {
    SqsClient sqs = client(nephele, "000000000000");
    String url = sqs.createQueue(r -> r.queueName("orders")).queueUrl();
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("kept"));
    nephele.worlds().snapshot("default", "before");
    assertThat(receive(sqs, url)).containsExactly("kept");
    sqs.createQueue(r -> r.queueName("other"));
    nephele.worlds().restore("default", "before");
    assertThat(receive(sqs, url)).containsExactly("kept");
    assertThat(sqs.listQueues().queueUrls()).containsExactly(url);
  }

  @Test
  void worldsThatAreNotThereAreAnError(Nephele nephele) {
    SqsClient nowhere = client(nephele, "nowhere.000000000000");
    assertThatThrownBy(nowhere::listQueues)
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("There is no world nowhere to call");
    nephele.worlds().snapshot("default", "kept");
    assertThatThrownBy(() -> client(nephele, "kept.000000000000").listQueues())
        .hasMessageContaining("There is no world kept to call");
    nephele.worlds().fork("kept", "fork");
    SqsClient fork = client(nephele, "fork.000000000000");
    assertThat(fork.listQueues().queueUrls()).isEmpty();
    nephele.worlds().delete("fork");
    assertThatThrownBy(fork::listQueues).hasMessageContaining("There is no world fork to call");
  }

  @Test
  void keysAreThoseOfTheirWorld(Nephele nephele) {
    nephele.worlds().create("empty");
    SqsClient other = client(nephele, "empty.111122223333");
    String url = other.createQueue(r -> r.queueName("orders")).queueUrl();
    assertThat(url).contains("/111122223333/");
    assertThat(client(nephele, "111122223333").listQueues().queueUrls()).isEmpty();
  }
}
