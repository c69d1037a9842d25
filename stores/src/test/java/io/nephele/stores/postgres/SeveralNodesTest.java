package io.nephele.stores.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.SerializabilityContract;
import io.nephele.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Several nodes on one database, each a store of its own as in a process of its own. */
class SeveralNodesTest {
  /** So few that nobody can lose to the others as often as gives a transaction up. */
  private static final int TIMES = 30;

  @Nested
  class Serializability extends SerializabilityContract {
    private final DatabaseAddress address = TestDatabase.create();

    @Override
    protected Store open() {
      return new SeveralNodes(address, 3);
    }

    @Override
    protected int transactionsPerThread() {
      return 300;
    }
  }

  /** Something that a client of a node does again and again. */
  private interface Task {
    void run(Store node, int number);
  }

  /** Runs the task on each node, two clients a node, all at the same time. */
  private static void onAll(SeveralNodes nodes, int count, Task task)
      throws InterruptedException, ExecutionException {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < 2 * count; client++) {
        int number = client;
        running.add(threads.submit(() -> task.run(nodes.node(number % count), number)));
      }
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  @Test
  void everyUpdateCounts() throws Exception {
    Key key = Key.of("counter");
    try (SeveralNodes nodes = new SeveralNodes(TestDatabase.create(), 2)) {
      onAll(
          nodes,
          2,
          (node, number) -> {
            for (int i = 0; i < TIMES; i++) {
              // With and without a hint, which is worth nothing to another node.
              LockKey hint = i % 2 == 0 ? new LockKey(key) : null;
              node.write(
                  hint,
                  transaction -> {
                    byte[] before = transaction.get(key);
                    int count = before == null ? 0 : Integer.parseInt(new String(before, UTF_8));
                    transaction.put(key, Integer.toString(count + 1).getBytes(UTF_8));
                    return null;
                  });
            }
          });
      byte[] last = nodes.read(reader -> reader.get(key));
      assertThat(new String(last, UTF_8)).isEqualTo("" + 4 * TIMES);
    }
  }

  /** Of two on call each may go if the other stays: one always has to stay. */
  @Test
  void noWriteSkew() throws Exception {
    Key first = Key.of("onCall").with(0L);
    Key second = Key.of("onCall").with(1L);
    AtomicInteger nobody = new AtomicInteger();
    try (SeveralNodes nodes = new SeveralNodes(TestDatabase.create(), 2)) {
      onAll(
          nodes,
          2,
          (node, number) -> {
            Key own = number % 2 == 0 ? first : second;
            Key other = number % 2 == 0 ? second : first;
            for (int i = 0; i < TIMES; i++) {
              boolean come = i % 2 == 0;
              node.write(
                  transaction -> {
                    if (come) {
                      transaction.put(own, new byte[0]);
                    } else if (transaction.get(other) != null) {
                      transaction.delete(own);
                    }
                    return null;
                  });
              boolean empty =
                  node.read(reader -> !reader.scan(KeyRange.prefix(Key.of("onCall"))).hasNext());
              nobody.addAndGet(empty ? 1 : 0);
            }
          });
    }
    assertThat(nobody).hasValue(0);
  }

  /** Everybody takes the number after the last one there is: none is taken twice. */
  @Test
  void noPhantoms() throws Exception {
    Key taken = Key.of("taken");
    try (SeveralNodes nodes = new SeveralNodes(TestDatabase.create(), 2)) {
      onAll(
          nodes,
          2,
          (node, number) -> {
            for (int i = 0; i < TIMES / 2; i++) {
              node.write(
                  transaction -> {
                    long next = 0;
                    for (Entry entry : transaction.scan(KeyRange.prefix(taken))) {
                      next = entry.key().without(taken).reader().nextLong() + 1;
                    }
                    // The writer's number is in the key, so that only the scan can conflict.
                    transaction.put(taken.with(next).with((long) number), new byte[0]);
                    return null;
                  });
            }
          });
      List<Long> numbers = new ArrayList<>();
      nodes
          .<List<Entry>>read(
              reader -> {
                List<Entry> all = new ArrayList<>();
                reader.scan(KeyRange.ALL).forEachRemaining(all::add);
                return all;
              })
          .forEach(entry -> numbers.add(entry.key().without(taken).reader().nextLong()));
      assertThat(numbers).hasSize(2 * TIMES).doesNotHaveDuplicates();
    }
  }

  /** What one node has committed, the other sees at once. */
  @Test
  void commitsAreSeenEverywhereAtOnce() {
    Key key = Key.of("seen");
    try (SeveralNodes nodes = new SeveralNodes(TestDatabase.create(), 2)) {
      for (int i = 0; i < TIMES; i++) {
        byte[] value = {(byte) i};
        nodes
            .node(i % 2)
            .write(
                transaction -> {
                  transaction.put(key, value);
                  return null;
                });
        byte[] seen = nodes.node((i + 1) % 2).read(reader -> reader.get(key));
        assertThat(seen).isEqualTo(value);
      }
    }
  }
}
