package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Store store = MvStores.inMemory();
  private final VirtualClock clock = new VirtualClock(START);
  private final Timers timers = new Timers(store, clock);
  private final List<String> fired = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    timers.close();
    store.close();
  }

  private static Key id(String name) {
    return Key.of("000000000000").with(name);
  }

  private static String name(Timer timer) {
    return timer.id().without(Key.of("000000000000")).reader().nextText();
  }

  private void schedule(Timers timers, Store store, String kind, String name, Instant due) {
    store.write(
        transaction -> {
          timers.schedule(transaction, kind, id(name), due, Bytes.utf8("payload of " + name));
          return null;
        });
  }

  private void schedule(String kind, String name, long seconds) {
    schedule(timers, store, kind, name, START.plusSeconds(seconds));
  }

  private void log(VirtualClock clock, Timer timer) {
    fired.add(name(timer) + "@" + Duration.between(START, clock.now()).toSeconds());
  }

  private boolean isEmpty() {
    return store.read(reader -> !reader.scan(KeyRange.ALL).hasNext());
  }

  @Test
  void fireInOrderEachAtItsTimeWithWhatTheyScheduleOnTheWay() {
    timers.on(
        "t.step",
        (transaction, timer) -> {
          log(clock, timer);
          assertThat(timer.payload().utf8()).isEqualTo("payload of " + name(timer));
          assertThat(timer.due()).isEqualTo(clock.now());
          if (name(timer).equals("again")) {
            timers.schedule(
                transaction, "t.step", timer.id(), clock.now().plusSeconds(10), timer.payload());
          }
        });
    schedule("t.step", "late", 100);
    schedule("t.step", "again", 5);
    schedule("t.step", "early", 1);
    clock.advance(Duration.ofSeconds(30));
    assertThat(fired).containsExactly("early@1", "again@5", "again@15", "again@25");
    assertThat(clock.now()).isEqualTo(START.plusSeconds(30));
    clock.advance(Duration.ofDays(1).minusSeconds(30));
    assertThat(fired).contains("late@100").hasSize(4 + 1 + (24 * 360 - 3));
  }

  @Test
  void theSameIdReplacesAndCancelRemoves() {
    timers.on("t.a", (transaction, timer) -> log(clock, timer));
    timers.on("t.b", (transaction, timer) -> log(clock, timer));
    schedule("t.a", "x", 10);
    schedule("t.a", "x", 20);
    schedule("t.b", "x", 15);
    schedule("t.a", "y", 12);
    store.read(
        reader -> {
          assertThat(timers.due(reader, "t.a", id("x"))).isEqualTo(START.plusSeconds(20));
          assertThat(timers.due(reader, "t.a", id("z"))).isNull();
          return null;
        });
    boolean was = store.write(transaction -> timers.cancel(transaction, "t.a", id("y")));
    boolean again = store.write(transaction -> timers.cancel(transaction, "t.a", id("y")));
    assertThat(was).isTrue();
    assertThat(again).isFalse();
    clock.advance(Duration.ofSeconds(60));
    assertThat(fired).containsExactly("x@15", "x@20");
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void manyAreCancelledByKindAndLeadingParts() {
    timers.on("sqs.a", (transaction, timer) -> log(clock, timer));
    timers.on("sqs.b", (transaction, timer) -> log(clock, timer));
    timers.on("sns.a", (transaction, timer) -> log(clock, timer));
    schedule("sqs.a", "1", 1);
    schedule("sqs.b", "2", 2);
    schedule("sns.a", "3", 3);
    store.write(
        transaction -> {
          timers.cancelAll(transaction, "sqs.a", Key.of("000000000000"));
          timers.cancelAll(transaction, "sqs.b", Key.of("111111111111"));
          return null;
        });
    clock.advance(Duration.ofSeconds(1));
    assertThat(fired).isEmpty();
    store.write(
        transaction -> {
          timers.cancelKinds(transaction, "sqs.");
          return null;
        });
    clock.advance(Duration.ofSeconds(10));
    assertThat(fired).containsExactly("3@3");
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void aTransactionThatFailsSchedulesNothing() {
    timers.on("t.a", (transaction, timer) -> log(clock, timer));
    try {
      store.write(
          transaction -> {
            timers.schedule(transaction, "t.a", id("x"), START, Bytes.EMPTY);
            throw new IllegalStateException();
          });
    } catch (IllegalStateException expected) {
      // The point of the test.
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(fired).isEmpty();
  }

  @Test
  void aTimerForNowFiresWithoutTurningTheClock() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    timers.on("t.a", (transaction, timer) -> transaction.afterCommit(done::countDown));
    schedule("t.a", "x", 0);
    done.await();
    assertThat(clock.now()).isEqualTo(START);
  }

  @Test
  void aHandlerThatThrowsChangesNothingAndIsTriedAgainLater() {
    AtomicInteger calls = new AtomicInteger();
    timers.on(
        "t.a",
        (transaction, timer) -> {
          calls.incrementAndGet();
          transaction.put(Key.of("effect").with((long) timer.failures()), new byte[0]);
          log(clock, timer);
          if (timer.failures() < 3) {
            throw new IllegalStateException("fails " + timer.failures());
          }
          assertThat(timer.due()).isEqualTo(START.plusSeconds(10));
        });
    schedule("t.a", "x", 10);
    clock.advance(Duration.ofMinutes(1));
    assertThat(fired).containsExactly("x@10", "x@11", "x@13", "x@17");
    List<Key> effects =
        store.read(
            reader -> {
              List<Key> keys = new ArrayList<>();
              reader.scan(KeyRange.ALL).forEachRemaining(entry -> keys.add(entry.key()));
              return keys;
            });
    assertThat(effects).containsExactly(Key.of("effect").with(3L));
    assertThat(calls).hasValue(4);
  }

  @Test
  void workRunsOutsideTransactionsAndAdvanceWaitsForIt() {
    timers.onWork(
        "t.work",
        timer -> {
          log(clock, timer);
          store.write(
              transaction -> {
                transaction.put(Key.of("done").with(timer.id()), new byte[0]);
                return null;
              });
          clock.sleepUntil(clock.now().plusSeconds(5));
          fired.add("slept until " + Duration.between(START, clock.now()).toSeconds());
          if (timer.failures() == 0) {
            throw new java.io.IOException("work failed");
          }
        });
    schedule("t.work", "x", 10);
    clock.advance(Duration.ofSeconds(12));
    assertThat(fired).containsExactly("x@10");
    clock.advance(Duration.ofSeconds(100));
    assertThat(fired).containsExactly("x@10", "slept until 15", "x@16", "slept until 21");
    clock.advance(Duration.ofDays(1));
    assertThat(fired).hasSize(4);
    boolean left = store.read(reader -> timers.due(reader, "t.work", id("x")) != null);
    assertThat(left).isFalse();
  }

  @Test
  void workThatIsScheduledAnewWhileItRunsRunsAgain() {
    timers.onWork(
        "t.work",
        timer -> {
          log(clock, timer);
          if (fired.size() == 1) {
            schedule("t.work", "x", 50);
          }
        });
    schedule("t.work", "x", 10);
    clock.advance(Duration.ofSeconds(100));
    assertThat(fired).containsExactly("x@10", "x@50");
  }

  @Test
  void workThatSchedulesItsTimerForTheSameMomentIsDoneAgain() {
    timers.onWork(
        "t.work",
        timer -> {
          log(clock, timer);
          if (fired.size() < 3) {
            schedule("t.work", "x", 10);
          }
        });
    schedule("t.work", "x", 10);
    clock.advance(Duration.ofSeconds(100));
    assertThat(fired).containsExactly("x@10", "x@10", "x@10");
    boolean left = store.read(reader -> timers.due(reader, "t.work", id("x")) != null);
    assertThat(left).isFalse();
  }

  @Test
  void timersOfAnUnknownKindWaitForTheirHandlerAndDoNotBlockOthers() {
    timers.on("t.a", (transaction, timer) -> log(clock, timer));
    schedule("t.unknown", "u", 1);
    schedule("t.a", "x", 2);
    clock.advance(Duration.ofSeconds(10));
    assertThat(fired).containsExactly("x@2");
    timers.on("t.unknown", (transaction, timer) -> log(clock, timer));
    clock.advance(Duration.ZERO);
    assertThat(fired).containsExactly("x@2", "u@10");
  }

  /** Timers made anew know only what is in the store, as those of the next process. */
  @Test
  void timersSurviveARestartAndFireOnce() {
    try (Store kept = MvStores.inMemory()) {
      Timers before = new Timers(kept, new VirtualClock(START));
      schedule(before, kept, "t.a", "x", START.plusSeconds(10));
      schedule(before, kept, "t.a", "y", START.plusSeconds(500));
      before.close();
      for (int run = 0; run < 2; run++) {
        VirtualClock later = new VirtualClock(START.plusSeconds(60 + run));
        try (Timers after = new Timers(kept, later)) {
          after.on("t.a", (transaction, timer) -> log(later, timer));
          after.start();
          later.advance(Duration.ZERO);
        }
      }
    }
    assertThat(fired).containsExactly("x@60");
  }

  @Test
  void firesOnTheRealClock() throws InterruptedException {
    TurnableClock real = new TurnableClock();
    CountDownLatch done = new CountDownLatch(21);
    try (Store own = MvStores.inMemory();
        Timers realTimers = new Timers(own, real)) {
      realTimers.on(
          "t.a",
          (transaction, timer) -> {
            assertThat(real.now()).isAfterOrEqualTo(timer.due());
            transaction.afterCommit(done::countDown);
          });
      realTimers.onWork("t.work", timer -> done.countDown());
      for (int i = 20; i > 0; i--) {
        schedule(realTimers, own, "t.a", "x" + i, real.now().plusMillis(i));
      }
      schedule(realTimers, own, "t.work", "w", real.now());
      done.await();
    }
  }

  @Test
  void manyTimersScheduledFromManyThreadsFireOnceEach() throws InterruptedException {
    TurnableClock real = new TurnableClock();
    int count = 2000;
    CountDownLatch done = new CountDownLatch(count);
    try (Store own = MvStores.inMemory();
        Timers realTimers = new Timers(own, real)) {
      realTimers.on(
          "t.a",
          (transaction, timer) -> {
            Key key = Key.of("fired").with(timer.id());
            assertThat(transaction.get(key)).isNull();
            transaction.put(key, new byte[0]);
            transaction.afterCommit(done::countDown);
          });
      for (int t = 0; t < 4; t++) {
        int thread = t;
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < count / 4; i++) {
                    schedule(
                        realTimers, own, "t.a", thread + "-" + i, real.now().plusMillis(i % 7));
                  }
                });
      }
      done.await();
    }
  }
}
