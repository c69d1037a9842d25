package io.nephele.services.sqs;

import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.delete;
import static io.nephele.services.sqs.TestQueues.receive;
import static io.nephele.services.sqs.TestQueues.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QueueMetricsTest {
  @Inject SqsClient sqs;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  void callsAreCounted() {
    String url = create(sqs, "orders");
    send(sqs, url, "12345");
    send(sqs, url, "123");
    delete(sqs, url, receive(sqs, url, 1).getFirst());
    receive(sqs, url);
    receive(sqs, url);
    assertThat(only("NumberOfMessagesSent", "Count").sum()).isEqualTo(2);
    StatisticSet sizes = only("SentMessageSize", "Bytes");
    assertThat(sizes.sum()).isEqualTo(8);
    assertThat(sizes.maximum()).isEqualTo(5);
    assertThat(only("NumberOfMessagesReceived", "Count").sum()).isEqualTo(2);
    assertThat(only("NumberOfMessagesDeleted", "Count").sum()).isEqualTo(1);
    assertThat(only("NumberOfEmptyReceives", "Count").sum()).isEqualTo(1);
  }

  @Test
  void aQueueIsToldOfEveryMinuteWhileItIsUsed() {
    String url = create(sqs, "orders");
    send(sqs, url, "one");
    send(sqs, url, "two");
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("three").delaySeconds(900));
    sqs.receiveMessage(r -> r.queueUrl(url).visibilityTimeout(3600));
    clock.advance(Duration.ofMinutes(2));
    assertThat(all("ApproximateNumberOfMessagesVisible", "Count")).hasSize(2);
    assertThat(last("ApproximateNumberOfMessagesVisible", "Count").sum()).isEqualTo(1);
    assertThat(last("ApproximateNumberOfMessagesNotVisible", "Count").sum()).isEqualTo(1);
    assertThat(last("ApproximateNumberOfMessagesDelayed", "Count").sum()).isEqualTo(1);
    assertThat(last("ApproximateAgeOfOldestMessage", "Seconds").maximum()).isEqualTo(120);
    clock.advance(Duration.ofHours(12));
    assertThat(all("ApproximateNumberOfMessagesVisible", "Count")).hasSize(6 * 60 - 1);
    send(sqs, url, "used again");
    clock.advance(Duration.ofMinutes(1));
    assertThat(all("ApproximateNumberOfMessagesVisible", "Count")).hasSize(6 * 60);
  }

  private StatisticSet only(String name, String unit) {
    assertThat(all(name, unit)).hasSize(1);
    return last(name, unit);
  }

  private StatisticSet last(String name, String unit) {
    return all(name, unit).lastEntry().getValue();
  }

  private NavigableMap<Instant, StatisticSet> all(String name, String unit) {
    MetricKey key =
        new MetricKey(
            "000000000000", "us-east-1", "AWS/SQS", name, Map.of("QueueName", "orders"), unit);
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX);
  }
}
