package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timers of nodes that share a store, here with one clock that both go by. */
class TimersOfManyNodesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String KIND = "t.step";

  private final Store store = MvStores.inMemory();
  private final VirtualClock clock = new VirtualClock(START);
  private final Set<Long> dead = Collections.synchronizedSet(new HashSet<>());
  private final Timers one = new Timers(store, clock, new Node(1));
  private final Timers two = new Timers(store, clock, new Node(2));
  private final List<String> fired = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    one.close();
    two.close();
    store.close();
  }

  /** The second node is the heir of all. */
  private final class Node implements Peers {
    private final int number;

    private Node(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public boolean isAlive(long other) {
      return other == number || other > 0 && !dead.contains(other);
    }

    @Override
    public int heirOf(Key key) {
      return 2;
    }

    @Override
    public void entered(Waiters waiters) {}

    @Override
    public Waiters known(Key name) {
      return null;
    }

    @Override
    public void give(Key name, int count) {}
  }

  private void start() {
    one.on(KIND, (transaction, timer) -> log("one", timer));
    two.on(KIND, (transaction, timer) -> log("two", timer));
    one.start();
    two.start();
  }

  private void log(String node, Timer timer) {
    long millis = Duration.between(START, clock.now()).toMillis();
    fired.add(timer.id().reader().nextText() + " by " + node + " @" + millis);
  }

  private void schedule(Timers by, String kind, String name, long millis) {
    store.write(
        transaction -> {
          by.schedule(transaction, kind, Key.of(name), START.plusMillis(millis), Bytes.EMPTY);
          return null;
        });
  }

  @Test
  void eachIsFiredOnceByTheNodeThatScheduledIt() {
    start();
    schedule(one, KIND, "a", 1500);
    schedule(two, KIND, "b", 1600);
    schedule(two, KIND, "c", 100);
    clock.advance(Duration.ofSeconds(20));
    assertThat(fired).containsExactly("c by two @100", "a by one @1500", "b by two @1600");
  }

  @Test
  void theHeirFiresWhatADeadNodeLeft() {
    start();
    schedule(one, KIND, "a", 5000);
    one.close();
    dead.add(1L);
    clock.advance(Duration.ofSeconds(20));
    assertThat(fired).containsExactly("a by two @5000");
  }

  @Test
  void aNodeThatSeemsAliveButDoesNothingDelaysNothingForLong() {
    start();
    schedule(one, KIND, "a", 5000);
    one.close();
    clock.advance(Duration.ofSeconds(20));
    assertThat(fired).containsExactly("a by two @7000");
  }

  @Test
  void nodesFireWhatWasScheduledBeforeThereWereMany() {
    try (Timers alone = new Timers(store, new VirtualClock(START))) {
      schedule(alone, KIND, "a", 5000);
    }
    start();
    clock.advance(Duration.ofSeconds(20));
    assertThat(fired).containsExactly("a by two @5000");
  }

  @Test
  void kindsThatNobodyHandlesAreAskedFor() {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    two.onUnknown(
        kind -> {
          asked.add(kind);
          two.on(kind, (transaction, timer) -> log("two", timer));
        });
    two.start();
    dead.add(1L);
    schedule(one, "u.other", "a", 3000);
    clock.advance(Duration.ofSeconds(20));
    assertThat(asked).isNotEmpty().containsOnly("u.other");
    assertThat(fired).containsExactly("a by two @3000");
  }

  @Test
  void workIsDoneByOneNodeHoweverLongItTakes() {
    one.onWork("t.work", timer -> longWork("one", timer));
    two.onWork("t.work", timer -> longWork("two", timer));
    one.start();
    two.start();
    schedule(one, "t.work", "a", 1000);
    clock.advance(Duration.ofMinutes(2));
    assertThat(fired).containsExactly("a by one @1000");
    assertThat(store.<Boolean>read(reader -> one.kinds(reader).isEmpty())).isTrue();
  }

  private void longWork(String node, Timer timer) throws InterruptedException {
    log(node, timer);
    clock.sleepUntil(clock.now().plusSeconds(30));
  }

  @Test
  void anotherNodeTakesOverTheWorkOfADeadOne() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    TurnableClock real = new TurnableClock();
    try (Timers dying = new Timers(store, real, new Node(1))) {
      dying.onWork(
          "t.work",
          timer -> {
            begun.countDown();
            never.await();
          });
      schedule(dying, "t.work", "a", 0);
      begun.await();
    }
    two.onWork("t.work", timer -> log("two", timer));
    two.start();
    clock.advance(Duration.ofSeconds(10));
    assertThat(fired).isEmpty();
    dead.add(1L);
    clock.advance(Duration.ofSeconds(2));
    assertThat(fired).hasSize(1);
    assertThat(fired.getFirst()).startsWith("a by two");
    never.countDown();
  }
}
