package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.QueueDoesNotExist;
import io.nephele.api.sqs.Sqs;
import io.nephele.api.sqs.StartMessageMoveTaskRequest;
import io.nephele.core.World;
import io.nephele.core.nodes.Nodes;
import io.nephele.core.store.Key;
import io.nephele.core.worlds.Worlds;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Several nodes serve one world as one would. {@code -Dnephele.nodes.load=10} makes loads ten times
 * as large.
 */
abstract class ManyNodes {
  private static final int LOAD = Integer.getInteger("nephele.nodes.load", 1);
  private static final int LONG = 30;

  /** Opens the store that the nodes of a test share, for one of them. */
  abstract SharedStore open();

  private Cluster cluster(int size) {
    return new Cluster(size, this::open);
  }

  @Test
  void nothingIsLostOrComesTwiceInStandardQueues() throws Exception {
    try (Cluster cluster = cluster(3)) {
      String url = cluster.createQueue("shared", Map.of());
      Deliveries deliveries = new Deliveries();
      int messages = 300 * LOAD;
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int sender = i;
        tasks.add(
            start(
                () -> {
                  for (int each = sender; each < messages; each += 6) {
                    String body = "m" + each;
                    deliveries.sent(body);
                    cluster.send(sender % 3, url, body);
                  }
                  return null;
                }));
        tasks.add(start(() -> consume(cluster, sender % 3, url, messages, deliveries)));
      }
      awaitAll(tasks);
      deliveries.check();
    }
  }

  /** Receives and deletes until all was deleted; of every tenth receive nothing is deleted. */
  private static Void consume(
      Cluster cluster, int node, String url, int messages, Deliveries deliveries) {
    for (int receive = 1; deliveries.deleted() < messages; receive++) {
      boolean forgets = receive % 10 == 0;
      int visibility = forgets ? 1 : LONG;
      long from = System.nanoTime();
      List<Message> received = cluster.receive(node, url, 1, visibility);
      long to = System.nanoTime();
      for (Message message : received) {
        if (!forgets) {
          cluster.delete(node, url, message);
        }
        deliveries.delivered(
            message, from, to, visibility, forgets ? Long.MAX_VALUE : System.nanoTime());
      }
    }
    return null;
  }

  @Test
  void groupsKeepTheirOrderInFifoQueues() throws Exception {
    try (Cluster cluster = cluster(3)) {
      String url = cluster.createQueue("shared.fifo", Map.of("FifoQueue", "true"));
      int groups = 4;
      int perGroup = 30 * LOAD;
      Map<String, Group> all = new ConcurrentHashMap<>();
      AtomicInteger done = new AtomicInteger();
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < groups; i++) {
        String group = "g" + i;
        int first = i;
        all.put(group, new Group());
        tasks.add(
            start(
                () -> {
                  for (int each = 0; each < perGroup; each++) {
                    // One after another by different nodes: the order is that of the calls.
                    sendPatiently(cluster, (first + each) % 3, url, group, each);
                  }
                  return null;
                }));
      }
      for (int i = 0; i < 6; i++) {
        int node = i % 3;
        tasks.add(
            start(
                () -> {
                  for (int receive = 1; done.get() < groups * perGroup; receive++) {
                    boolean forgets = receive % 10 == 0;
                    List<Message> received = cluster.receive(node, url, 1, forgets ? 1 : LONG);
                    Map<String, List<Message>> byGroup = new HashMap<>();
                    for (Message message : received) {
                      String group = message.attributes().get("MessageGroupId");
                      byGroup.computeIfAbsent(group, none -> new ArrayList<>()).add(message);
                    }
                    byGroup.forEach((group, some) -> all.get(group).enter(some));
                    for (Message message : received) {
                      if (!forgets) {
                        String group = message.attributes().get("MessageGroupId");
                        all.get(group).done(message);
                        cluster.delete(node, url, message);
                        done.incrementAndGet();
                      }
                    }
                  }
                  return null;
                }));
      }
      awaitAll(tasks);
      all.values().forEach(group -> assertThat(group.next.get()).isEqualTo(perGroup));
    }
  }

  /** A FIFO queue takes 300 calls a second. */
  private static void sendPatiently(
      Cluster cluster, int node, String url, String group, int number) {
    while (true) {
      try {
        cluster.sendFifo(node, url, group, String.valueOf(number));
        return;
      } catch (AwsException throttled) {
        assertThat(throttled.code()).isEqualTo("RequestThrottled");
        Thread.yield();
      }
    }
  }

  /** What consumers have done of a group so far. */
  private static final class Group {
    private final AtomicInteger next = new AtomicInteger();

    /** Messages of the group were received: the next ones, in order. */
    void enter(List<Message> messages) {
      int first = next.get();
      for (int i = 0; i < messages.size(); i++) {
        assertThat(messages.get(i).body()).isEqualTo(String.valueOf(first + i));
      }
    }

    void done(Message message) {
      assertThat(next.getAndIncrement()).isEqualTo(Integer.valueOf(message.body()));
    }
  }

  @Test
  void aMessageWakesWhoWaitsOnAnotherNode() throws Exception {
    try (Cluster cluster = cluster(2)) {
      String url = cluster.createQueue("waited-for", Map.of());
      awaitNodes(cluster);
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        AtomicLong sentAt = new AtomicLong();
        FutureTask<Long> poll =
            start(
                () -> {
                  Message message = cluster.receive(1, url, 20, LONG).getFirst();
                  long at = System.nanoTime();
                  cluster.delete(1, url, message);
                  return at;
                });
        Nodes waiting = cluster.node(1).world().nodes();
        Key name = Key.of(Worlds.MAIN).with("sqs.messages").with("000000000000").with(1);
        TestQueues.await(() -> waiting.known(name) != null && !waiting.known(name).isEmpty());
        sentAt.set(System.nanoTime());
        cluster.send(0, url, "wake up");
        millis.add((poll.get() - sentAt.get()) / 1_000_000);
      }
      // Looking once a second, as a safety net, would take half a second on average.
      assertThat(millis).allMatch(each -> each < 400);
    }
  }

  @Test
  void moveTasksMoveEveryMessageOnce() throws Exception {
    try (Cluster cluster = cluster(3)) {
      String deadUrl = cluster.createQueue("dead", Map.of());
      String arn = "arn:aws:sqs:us-east-1:000000000000:dead";
      String url =
          cluster.createQueue(
              "source", Map.of("RedrivePolicy", TestQueues.redrivePolicy(arn, 1000)));
      int messages = 120 * LOAD;
      for (int i = 0; i < messages; i++) {
        cluster.send(i % 3, deadUrl, "m" + i);
      }
      cluster.call(
          1,
          Sqs.StartMessageMoveTask,
          new StartMessageMoveTaskRequest()
              .sourceArn(arn)
              .destinationArn("arn:aws:sqs:us-east-1:000000000000:source"));
      Deliveries deliveries = new Deliveries();
      for (int i = 0; i < messages; i++) {
        deliveries.sent("m" + i);
      }
      consume(cluster, 2, url, messages, deliveries);
      deliveries.check();
    }
  }

  @Test
  void othersGoOnWhenANodeDies() throws Exception {
    try (Cluster cluster = cluster(3)) {
      String url = cluster.createQueue("survives", Map.of());
      Deliveries deliveries = new Deliveries();
      AtomicBoolean dead = new AtomicBoolean();
      int messages = 300 * LOAD;
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int sender = i;
        tasks.add(
            start(
                () -> {
                  int node = sender;
                  for (int each = sender; each < messages; each += 3) {
                    if (each > messages / 3 && dead.compareAndSet(false, true)) {
                      cluster.kill(0);
                    }
                    String body = "m" + each;
                    deliveries.sent(body);
                    try {
                      cluster.send(node, url, body);
                    } catch (RuntimeException e) {
                      node = 1; // as a client would do that was not answered
                      cluster.send(node, url, body);
                    }
                  }
                  return null;
                }));
      }
      tasks.add(start(() -> consume(cluster, 1, url, messages, deliveries)));
      tasks.add(start(() -> consume(cluster, 2, url, messages, deliveries)));
      awaitAll(tasks);
      deliveries.check();
    }
  }

  @Test
  void whatOneNodeEmptiesIsEmptyOnAll() {
    try (Cluster cluster = cluster(2)) {
      String url = cluster.createQueue("emptied", Map.of());
      cluster.send(1, url, "lost");
      cluster.node(0).world().reset(null, null);
      assertThatThrownBy(() -> cluster.send(1, url, "nowhere"))
          .isInstanceOf(QueueDoesNotExist.class);
      String another = cluster.createQueue("another", Map.of()); // it gets the same id
      cluster.send(1, another, "new");
      assertThat(cluster.receive(0, another, 5, LONG))
          .singleElement()
          .satisfies(message -> assertThat(message.body()).isEqualTo("new"));
      assertThat(cluster.node(1).world().nodes().number())
          .isNotEqualTo(cluster.node(0).world().nodes().number());
    }
  }

  @Test
  void worldsAreForkedAndDeletedOnAll() {
    try (Cluster cluster = cluster(2)) {
      cluster.createQueue("forked", Map.of());
      Worlds one = cluster.node(0).worlds();
      Worlds two = cluster.node(1).worlds();
      one.fork(Worlds.MAIN, "copy");
      World copy = two.find("copy");
      assertThat(copy).isNotNull();
      one.delete("copy");
      TestQueues.await(() -> two.find("copy") == null);
    }
  }

  /** Returns once every node knows every other. */
  static void awaitNodes(Cluster cluster) {
    TestQueues.await(
        () -> {
          for (int i = 0; i < cluster.size(); i++) {
            boolean all =
                cluster.node(i).world().nodes().all().stream()
                        .filter(node -> node.alive() && node.address() != null)
                        .count()
                    == cluster.size();
            if (!all) {
              return false;
            }
          }
          return true;
        });
  }

  private static <T> FutureTask<T> start(Callable<T> task) {
    return TestQueues.start(task);
  }

  private static void awaitAll(List<FutureTask<Void>> tasks) throws Exception {
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }
}
