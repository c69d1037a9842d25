package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TurnableClockTest {
  private static final Duration DAYS = Duration.ofDays(4);

  private final TurnableClock clock = new TurnableClock();

  private void assertShows(Instant least, Duration ahead) {
    assertThat(clock.now())
        .isAfterOrEqualTo(least)
        .isBeforeOrEqualTo(clock.machineTime().plus(ahead));
  }

  /** Waits on a thread of its own, as a client's request does, and tells how that ended. */
  private CompletableFuture<Boolean> waiter(Signal signal, Instant deadline) {
    return waiter(clock, signal, deadline);
  }

  private static CompletableFuture<Boolean> waiter(
      TurnableClock clock, Signal signal, Instant deadline) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                ended.complete(clock.await(signal, 0, deadline));
              } catch (InterruptedException e) {
                ended.completeExceptionally(e);
              }
            });
    return ended;
  }

  @Test
  void untouchedItShowsTheMachinesTime() {
    Instant before = clock.machineTime();
    assertThat(clock.now()).isBetween(before, clock.machineTime());
    assertThat(Instant.ofEpochMilli(clock.millis()))
        .isBetween(before.minusMillis(1), clock.machineTime());
    assertThat(clock.speed()).isEqualTo(1);
    assertThat(clock.at(before)).isEqualTo(before);
    assertThat(clock.next()).isNull();
  }

  @Test
  void waitsUntilTheDeadline() throws InterruptedException {
    Instant deadline = clock.now().plusMillis(20);
    assertThat(clock.await(new Signal(), 0, deadline)).isFalse();
    assertThat(clock.now()).isAfterOrEqualTo(deadline);
    clock.sleepUntil(deadline);
  }

  @Test
  void aSignalEndsAWaitWithoutADeadline() throws Exception {
    Signal signal = new Signal();
    CompletableFuture<Boolean> ended = waiter(signal, Instant.MAX);
    signal.give();
    assertThat(ended.get()).isTrue();
  }

  @Test
  void keepsAnAgendaUntilToldToForgetIt() throws Exception {
    AtomicReference<Instant> due = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(3);
    Agenda agenda =
        new Agenda() {
          private final Signal changed = new Signal();

          @Override
          public Instant nextDue() {
            return due.get();
          }

          @Override
          public void doNext() {
            done.countDown();
            due.set(done.getCount() == 0 ? null : clock.now().plusMillis(2));
            if (done.getCount() == 2) {
              due.set(clock.now());
            }
          }

          @Override
          public Signal changed() {
            return changed;
          }
        };
    clock.keep(agenda);
    due.set(clock.now().plus(Duration.ofMillis(5)));
    agenda.changed().give();
    done.await();
    clock.forget(agenda);
    due.set(Instant.EPOCH);
    agenda.changed().give();
    clock.advance(Duration.ofDays(1));
    assertThat(due.get()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void advancedItGoesOnFromThere() throws InterruptedException {
    Instant before = clock.now();
    Turned turned = clock.advance(DAYS);
    assertThat(turned.from()).isBetween(before, clock.machineTime());
    assertThat(turned.to()).isEqualTo(turned.from().plus(DAYS));
    assertShows(turned.to(), DAYS);
    assertThat(clock.at(before)).isEqualTo(before);
    assertThat(clock.at(clock.machineTime())).isBetween(turned.to(), clock.now());
    Instant soon = clock.now().plusMillis(10);
    clock.sleepUntil(soon);
    assertShows(soon, DAYS);
    assertThat(Instant.ofEpochMilli(clock.millis())).isAfterOrEqualTo(soon.minusMillis(1));
  }

  @Test
  void stoppedItStandsAndMachineTimesSinceThenAreThatTime() throws InterruptedException {
    Instant stands = clock.go(0).to();
    new TurnableClock().sleepUntil(clock.machineTime().plusMillis(5));
    assertThat(clock.now()).isEqualTo(stands);
    assertThat(clock.millis()).isEqualTo(stands.toEpochMilli());
    assertThat(clock.at(clock.machineTime())).isEqualTo(stands);
    assertThat(clock.at(clock.machineTime().plusSeconds(5000))).isEqualTo(stands);
    assertThat(clock.go(1)).isEqualTo(new Turned(stands, stands, 0));
    clock.sleepUntil(stands.plusMillis(10));
    assertThat(clock.now()).isBefore(clock.machineTime());
  }

  @Test
  void fasterItsWaitsAreShorter() throws InterruptedException {
    clock.go(100_000);
    Instant start = clock.machineTime();
    clock.sleepUntil(clock.now().plus(Duration.ofHours(1)));
    assertThat(Duration.between(start, clock.machineTime())).isLessThan(Duration.ofMinutes(5));
    assertThat(clock.now()).isAfter(clock.machineTime().plus(Duration.ofMinutes(50)));
    assertThat(clock.speed()).isEqualTo(100_000);
  }

  @Test
  void whoWaitsIsWokenWhenTheClockIsTurnedOrLetGo() throws Exception {
    Signal signal = new Signal();
    Instant hour = clock.now().plus(Duration.ofHours(1));
    CompletableFuture<Boolean> advanced = waiter(signal, hour);
    while (clock.nextDue() == null) {
      Thread.onSpinWait();
    }
    assertThat(clock.next()).isEqualTo(new Due(hour, Due.WAITING));
    clock.advance(Duration.ofHours(1));
    assertThat(advanced.get()).isFalse();

    clock.go(0);
    CompletableFuture<Boolean> stopped = waiter(signal, clock.now().plusMillis(2));
    while (clock.nextDue() == null) {
      Thread.onSpinWait();
    }
    clock.go(1);
    assertThat(stopped.get()).isFalse();

    CompletableFuture<Boolean> hurried = waiter(signal, clock.now().plus(Duration.ofMinutes(30)));
    clock.go(1_000_000);
    assertThat(hurried.get()).isFalse();
  }

  @Test
  void refusesWhatIsNoTime() {
    Instant now = clock.now();
    assertThatThrownBy(() -> clock.set(now.minusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot go back to " + now.minusSeconds(1));
    for (Duration wrong :
        List.of(
            Duration.ofNanos(-1),
            Duration.ofSeconds(Long.MIN_VALUE),
            DAYS.multipliedBy(1L << 40))) {
      assertThatThrownBy(() -> clock.advance(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001}) {
      assertThatThrownBy(() -> clock.go(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> clock.set(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    assertShows(now, Duration.ZERO);
    assertThat(clock.at(clock.machineTime().plusSeconds(9)))
        .as("nothing was turned")
        .isAfter(now.plusSeconds(8));
  }

  @Test
  void timersFireOnTheWayAndAfterwards() throws Exception {
    List<String> fired = new CopyOnWriteArrayList<>();
    CountDownLatch all = new CountDownLatch(5);
    try (Store store = MvStores.inMemory();
        Timers timers = new Timers(store, clock)) {
      timers.on(
          "t.a",
          (transaction, timer) -> {
            assertThat(clock.now()).isAfterOrEqualTo(timer.due());
            transaction.afterCommit(
                () -> {
                  fired.add(timer.id().reader().nextText());
                  all.countDown();
                });
          });
      Instant start = clock.now();
      schedule(store, timers, "day", start.plus(Duration.ofDays(1)));
      schedule(store, timers, "hour", start.plus(Duration.ofHours(1)));
      schedule(store, timers, "week", start.plus(Duration.ofDays(7)));
      assertThat(clock.next()).isEqualTo(new Due(start.plus(Duration.ofHours(1)), "t.a"));
      assertThat(clock.advance(Duration.ofDays(2)).fired()).isEqualTo(2);
      assertThat(fired).containsExactly("hour", "day");
      Turned jumped = clock.jump();
      assertThat(jumped.to()).isEqualTo(start.plus(Duration.ofDays(7)));
      assertThat(jumped.fired()).isOne();
      assertThat(fired).containsExactly("hour", "day", "week");
      assertThat(clock.jump().fired()).isZero();
      schedule(store, timers, "later", clock.now().plusMillis(5));
      schedule(store, timers, "soon", clock.now().plusMillis(1));
      all.await();
      assertThat(fired).containsExactlyInAnyOrder("hour", "day", "week", "soon", "later");
    }
  }

  @Test
  void timersFireWhateverOthersAskMeanwhile() throws InterruptedException {
    int count = 300;
    CountDownLatch all = new CountDownLatch(count);
    try (Store store = MvStores.inMemory();
        Timers timers = new Timers(store, clock)) {
      timers.on("t.a", (transaction, timer) -> transaction.afterCommit(all::countDown));
      Thread scheduler =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < count; i++) {
                      long millis = (i * 37 % 40) + 1;
                      schedule(store, timers, "x" + i, clock.now().plusMillis(millis));
                    }
                  });
      // None is lost between the keeper and somebody else who asks what is due next.
      while (scheduler.isAlive()) {
        clock.nextDue();
        clock.advance(Duration.ofMillis(1));
      }
      all.await();
    }
  }

  private static void schedule(Store store, Timers timers, String name, Instant due) {
    store.write(
        transaction -> {
          timers.schedule(transaction, "t.a", Key.of(name), due, Bytes.EMPTY);
          return null;
        });
  }

  @Test
  void itsStoreKeepsHowItWasTurned() throws InterruptedException {
    try (Store store = MvStores.inMemory()) {
      TurnableClock first = new TurnableClock(store);
      Instant before = first.machineTime();
      assertThat(entries(store)).as("untouched").isZero();
      Instant advanced = first.advance(DAYS).to();
      TurnableClock second = new TurnableClock(store);
      assertThat(second.now())
          .isBetween(advanced, second.machineTime().plus(DAYS))
          .isAfterOrEqualTo(advanced);
      assertThat(second.at(before)).isEqualTo(before);
      Instant hour = second.go(3600).to();
      new TurnableClock().sleepUntil(second.machineTime().plusMillis(2));
      TurnableClock third = new TurnableClock(store);
      assertThat(third.speed()).isEqualTo(3600);
      assertThat(third.now()).isAfterOrEqualTo(hour.plusSeconds(7));
      Instant stands = third.go(0).to();
      new TurnableClock().sleepUntil(third.machineTime().plusMillis(2));
      TurnableClock fourth = new TurnableClock(store);
      assertThat(fourth.now()).isEqualTo(stands);
      assertThat(fourth.speed()).isZero();
    }
  }

  @Test
  void twoRunsThatStandLeaveTheSameBytes() {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    List<byte[]> kept = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (Store store = MvStores.inMemory()) {
        TurnableClock stands = TurnableClock.standing(store, time);
        assertThat(stands.now()).isEqualTo(time);
        stands.advance(DAYS);
        kept.add(
            store.read(reader -> reader.get(Key.of(TurnableClock.TABLE).with(Key.of("clock")))));
      }
    }
    assertThat(kept.get(0)).isEqualTo(kept.get(1)).isNotEmpty();
  }

  @Test
  void aWorldThatIsThereCannotBeSetBack() {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    try (Store store = MvStores.inMemory()) {
      TurnableClock.standing(store, time).advance(DAYS);
      assertThatThrownBy(() -> TurnableClock.standing(store, time))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2026-01-05T00:00:00Z");
      Instant later = time.plus(Duration.ofDays(5));
      assertThat(TurnableClock.standing(store, later).now()).isEqualTo(later);
    }
    try (Store store = MvStores.inMemory()) {
      store.write(
          transaction -> {
            transaction.put(Key.of("a.b").with("c"), new byte[0]);
            return null;
          });
      assertThatThrownBy(() -> TurnableClock.standing(store, time))
          .as("it has lived in the machine's time")
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whoSharesAStoreSharesItsTime() throws Exception {
    try (Store store = new SharedStore(MvStores.inMemory())) {
      TurnableClock one = new TurnableClock(store);
      TurnableClock other = new TurnableClock(store);
      Instant stands = one.go(0).to();
      Instant hour = stands.plus(Duration.ofHours(1));
      assertThat(other.advance(Duration.ofHours(1)))
          .as("seen before it is turned")
          .isEqualTo(new Turned(stands, hour, 0));
      CompletableFuture<Boolean> waits = waiter(one, new Signal(), hour);
      while (one.nextDue() == null) {
        Thread.onSpinWait();
      }
      one.lookAgain();
      assertThat(waits.get()).isFalse();
      assertThat(one.now()).isEqualTo(hour);
      other.go(1);
      one.lookAgain();
      assertThat(one.speed()).isEqualTo(1);
      assertThat(one.now()).isBetween(hour, other.now());
    }
  }

  @Test
  void whoSharesAStoreCannotBeginItAtAnotherTime() {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    try (Store store = new SharedStore(MvStores.inMemory())) {
      assertThat(TurnableClock.standing(store, time).now()).isEqualTo(time);
      assertThat(TurnableClock.standing(store, time).now()).isEqualTo(time);
      assertThatThrownBy(() -> TurnableClock.standing(store, time.plusSeconds(1)))
          .isInstanceOf(ClockException.class)
          .hasMessageContaining("others may serve");
      assertThat(new TurnableClock(store).now()).isEqualTo(time);
    }
  }

  /** A store as several processes have it. */
  private record SharedStore(Store store) implements Store {
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
      return store.write(hint, body);
    }

    @Override
    public boolean isShared() {
      return true;
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

  private static int entries(Store store) {
    return store.read(
        reader -> {
          int count = 0;
          for (Scan scan = reader.scan(KeyRange.ALL); scan.hasNext(); scan.next()) {
            count++;
          }
          return count;
        });
  }
}
