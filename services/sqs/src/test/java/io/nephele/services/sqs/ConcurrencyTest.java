package io.nephele.services.sqs;

import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.createFifo;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.sqs.DeleteMessageRequest;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Many senders and receivers at once, as other services call: inside the process. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ConcurrencyTest {
  private static final Region REGION = Regions.find("us-east-1");

  @Inject SqsClient sqs;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  void sixteenConsumersGetEachMessageOnce() throws Exception {
    String url = create(sqs, "many");
    int messages = 2000;
    Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
    AtomicInteger count = new AtomicInteger();
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int sender = 0; sender < 4; sender++) {
      int first = sender * messages / 4;
      tasks.add(
          TestQueues.start(
              () -> {
                for (int i = first; i < first + messages / 4; i++) {
                  send(new SendMessageRequest().queueUrl(url).messageBody("m" + i));
                }
                return null;
              }));
    }
    for (int consumer = 0; consumer < 16; consumer++) {
      tasks.add(
          TestQueues.start(
              () -> {
                while (count.get() < messages) {
                  for (io.nephele.api.sqs.Message message : receive(url)) {
                    count.incrementAndGet();
                    received
                        .computeIfAbsent(message.body(), body -> new AtomicInteger())
                        .incrementAndGet();
                    delete(url, message);
                  }
                }
                return null;
              }));
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
    assertThat(received).hasSize(messages);
    assertThat(received.values()).allMatch(times -> times.get() == 1);
    assertThat(TestQueues.counts(sqs, url)).containsExactly("0", "0", "0");
  }

  @Test
  void groupsKeepTheirOrderWithManyConsumers() throws Exception {
    String url =
        createFifo(
            sqs,
            "ordered.fifo",
            "DeduplicationScope",
            "messageGroup",
            "FifoThroughputLimit",
            "perMessageGroupId");
    int groups = 5;
    int perGroup = 60;
    for (int i = 0; i < perGroup; i++) {
      for (int group = 0; group < groups; group++) {
        send(
            new SendMessageRequest()
                .queueUrl(url)
                .messageBody(String.valueOf(i))
                .messageGroupId("g" + group)
                .messageDeduplicationId("d" + i));
      }
    }
    Map<String, List<Integer>> received = new HashMap<>();
    for (int group = 0; group < groups; group++) {
      received.put("g" + group, Collections.synchronizedList(new ArrayList<>()));
    }
    AtomicInteger count = new AtomicInteger();
    List<FutureTask<Void>> consumers = new ArrayList<>();
    for (int consumer = 0; consumer < 8; consumer++) {
      consumers.add(
          TestQueues.start(
              () -> {
                while (count.get() < groups * perGroup) {
                  for (io.nephele.api.sqs.Message message : receive(url)) {
                    String group = message.attributes().get("MessageGroupId");
                    received.get(group).add(Integer.valueOf(message.body()));
                    count.incrementAndGet();
                    delete(url, message);
                  }
                }
                return null;
              }));
    }
    for (FutureTask<Void> consumer : consumers) {
      consumer.get();
    }
    assertThat(received.values())
        .allSatisfy(
            order -> assertThat(order).hasSize(perGroup).isSorted().doesNotHaveDuplicates());
  }

  @Test
  void aReceiverWhoIsInterruptedTakesNothing() throws Exception {
    String url = create(sqs, "interrupted");
    FutureTask<List<io.nephele.api.sqs.Message>> poll =
        new FutureTask<>(
            () ->
                call(
                        Sqs.ReceiveMessage,
                        new ReceiveMessageRequest().queueUrl(url).waitTimeSeconds(20))
                    .messages());
    Thread thread = Thread.startVirtualThread(poll);
    TestQueues.awaitWaiter(clock, 20);
    thread.interrupt();
    assertThat(poll.get()).isNull();
    TestQueues.send(sqs, url, "for others");
    clock.advance(Duration.ofSeconds(1));
    assertThat(TestQueues.receiveOne(sqs, url).body()).isEqualTo("for others");
  }

  private void send(SendMessageRequest request) {
    call(Sqs.SendMessage, request);
  }

  private List<io.nephele.api.sqs.Message> receive(String url) {
    List<io.nephele.api.sqs.Message> messages =
        call(
                Sqs.ReceiveMessage,
                new ReceiveMessageRequest()
                    .queueUrl(url)
                    .maxNumberOfMessages(3)
                    .messageSystemAttributeNames(List.of("All")))
            .messages();
    return messages == null ? List.of() : messages;
  }

  private void delete(String url, io.nephele.api.sqs.Message message) {
    call(
        Sqs.DeleteMessage,
        new DeleteMessageRequest().queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  private <I extends io.nephele.model.View, O extends io.nephele.model.View> O call(
      io.nephele.model.ApiOperation<I, O> operation, I request) {
    World world = nephele.world();
    return world.call(
        operation, request, Principal.root(REGION.partition(), "000000000000"), REGION);
  }
}
