package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.sqs.CreateQueueRequest;
import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.World;
import io.nephele.core.WorldSettings;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.identity.Principal;
import io.nephele.core.ids.Ids;
import io.nephele.core.nodes.Nodes;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.VirtualClock;
import io.nephele.identity.Identity;
import io.nephele.model.ApiOperation;
import io.nephele.model.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Long polls while the time goes on. */
final class LongPollTest {
  private static final String ACCOUNT = "000000000000";
  private static final Region REGION = Regions.find("us-east-1");
  private static final String URL = "https://localhost/" + ACCOUNT + "/delayed";

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));

  /** A poll that looks just before a message is visible does not sleep as if it had seen it. */
  @Test
  void aMessageThatBecomesVisibleRightAfterALookIsReceived() throws Exception {
    try (LateStore store = new LateStore(MvStores.inMemory());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      World world =
          new World(
              new WorldSettings("main", ACCOUNT, REGION, false),
              store,
              Blobs.nowhere("queues have no large values"),
              clock,
              Ids.seeded(1),
              new Nodes(store, null),
              List.of(new SqsService()),
              Identity::new);
      call(world, Sqs.CreateQueue, new CreateQueueRequest().queueName("delayed"));
      call(
          world,
          Sqs.SendMessage,
          new SendMessageRequest().queueUrl(URL).messageBody("late").delaySeconds(5));
      // The poll's first two looks find nothing; five seconds go by right after the second.
      store.looks.set(2);
      Future<List<Message>> poll =
          threads.submit(
              () ->
                  call(
                          world,
                          Sqs.ReceiveMessage,
                          new ReceiveMessageRequest().queueUrl(URL).waitTimeSeconds(20))
                      .messages());
      try {
        assertThat(poll.get(60, TimeUnit.SECONDS))
            .extracting(Message::body)
            .containsExactly("late");
      } finally {
        poll.cancel(true);
      }
      assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-01T00:00:05Z"));
    }
  }

  private static <I extends View, O extends View> O call(
      World world, ApiOperation<I, O> operation, I request) {
    return world.call(operation, request, Principal.root(REGION.partition(), ACCOUNT), REGION);
  }

  /** A store after one of whose transactions five seconds go by. */
  private final class LateStore implements Store {
    private final Store store;
    private final AtomicInteger looks = new AtomicInteger();

    private LateStore(Store store) {
      this.store = store;
    }

    @Override
    public <T> T read(Function<? super Reader, T> body) {
      return store.read(body);
    }

    @Override
    public <T> T write(Function<? super Transaction, T> body) {
      return store.write(body);
    }

    @Override
    public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
      T result = store.write(hint, body);
      if (result instanceof List<?> received
          && received.isEmpty()
          && looks.decrementAndGet() == 0) {
        clock.advance(Duration.ofSeconds(5));
      }
      return result;
    }

    @Override
    public void flush() {
      store.flush();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
