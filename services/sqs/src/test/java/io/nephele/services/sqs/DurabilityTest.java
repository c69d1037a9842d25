package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Queues and messages outlive the process. */
final class DurabilityTest {
  @TempDir Path folder;
  private String url;
  private String handle;

  @Test
  void messagesAreThereAfterARestart() {
    run(
        sqs -> {
          url = TestQueues.create(sqs, "kept");
          TestQueues.send(sqs, url, "received");
          handle = TestQueues.receiveOne(sqs, url).receiptHandle();
          TestQueues.send(sqs, url, "waiting");
        });
    run(
        sqs -> {
          String again = TestQueues.create(sqs, "kept");
          assertThat(TestQueues.counts(sqs, again)).containsExactly("1", "1", "0");
          sqs.deleteMessage(r -> r.queueUrl(again).receiptHandle(handle));
          assertThat(TestQueues.counts(sqs, again)).containsExactly("1", "0", "0");
          assertThat(TestQueues.receiveOne(sqs, again).body()).isEqualTo("waiting");
        });
  }

  @Test
  void aGroupsOrderGoesOnAfterARestart() {
    // Both runs have the same time, as virtual clocks stand still.
    run(
        sqs -> {
          url = TestQueues.createFifo(sqs, "kept.fifo");
          TestQueues.sendFifo(sqs, url, "g", "1");
          TestQueues.sendFifo(sqs, url, "g", "2");
        });
    run(
        sqs -> {
          String again = TestQueues.createFifo(sqs, "kept.fifo");
          TestQueues.sendFifo(sqs, again, "g", "3");
          TestQueues.sendFifo(sqs, again, "g", "1");
          assertThat(TestQueues.receive(sqs, again))
              .extracting(Message::body)
              .containsExactly("1", "2", "3");
        });
  }

  private void run(Consumer<SqsClient> test) {
    try (Nephele nephele = Nephele.builder().store(folder.resolve("world")).virtualClock().start();
        SqsClient sqs =
            Clients.create(SqsClient.class, nephele.endpoint(), "us-east-1", "000000000000")) {
      test.accept(sqs);
    }
  }
}
