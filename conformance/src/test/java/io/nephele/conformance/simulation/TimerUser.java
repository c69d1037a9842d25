package io.nephele.conformance.simulation;

import io.nephele.conformance.simulation.Ledger.Invocation;
import io.nephele.conformance.simulation.Ledger.Scheduled;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Schedules and cancels timers of its own, which count in the store how often they fired. */
final class TimerUser extends Client {
  static final String KIND = "simulation.timer";
  private static final Table<Firing> FIRINGS = Table.of("simulation.firings", Firing.class);

  private final List<String> ids = new ArrayList<>();

  /**
   * What is stored of a timer that fired.
   *
   * @param count how often it did
   * @param at when it last did
   */
  record Firing(int count, Instant at) {}

  TimerUser(Simulation simulation, String name, int calls) {
    super(simulation, name, calls);
  }

  @Override
  void act() {
    if (!ids.isEmpty() && random.nextInt(4) == 0) {
      cancel(ids.remove(random.nextInt(ids.size())));
    } else {
      schedule();
    }
  }

  private void schedule() {
    String id = name() + "-" + ledger.timers.size();
    long delay = random.nextInt(4) == 0 ? random.nextInt(5_000_000) : random.nextInt(10) * 1000L;
    long due = simulation.world().clock().millis() + delay;
    int failures = simulation.plan().timerFailures() ? random.nextInt(6) - 3 : 0;
    Invocation call = begin("schedule", id, "in " + delay);
    ledger.timers.put(id, new Scheduled(call, id, due, failures));
    ids.add(id);
    Timers timers = simulation.world().timers();
    answer(
        call,
        () ->
            simulation
                .world()
                .store()
                .write(
                    transaction -> {
                      timers.schedule(
                          transaction, KIND, Key.of(id), Instant.ofEpochMilli(due), Bytes.EMPTY);
                      return true;
                    }));
    end(call, "");
  }

  private void cancel(String id) {
    Scheduled timer = ledger.timers.get(id);
    Invocation call = begin("cancel", id, "");
    timer.cancellation = call;
    Timers timers = simulation.world().timers();
    Boolean cancelled =
        answer(
            call,
            () ->
                simulation
                    .world()
                    .store()
                    .write(transaction -> timers.cancel(transaction, KIND, Key.of(id))));
    timer.cancelled = Boolean.TRUE.equals(cancelled);
    end(call, String.valueOf(cancelled));
  }

  /** What a timer does. */
  static void fire(Simulation simulation, Transaction transaction, Timer timer) {
    String id = timer.id().reader().nextText();
    Scheduled scheduled = simulation.ledger().timers.get(id);
    if (timer.failures() < scheduled.failures) {
      throw new IllegalStateException("This timer fails " + scheduled.failures + " times");
    }
    Instant now = simulation.world().clock().now();
    Firing before = FIRINGS.get(transaction, Key.of(id));
    FIRINGS.put(transaction, Key.of(id), new Firing(before == null ? 1 : before.count() + 1, now));
    scheduled.fired = new Ledger.Moment(simulation.scheduler().step(), now.toEpochMilli());
    scheduled.crashes = simulation.crashes();
    simulation.note("timer " + id + " fires");
  }

  /** What is stored of a timer's firing; null if it has not fired. */
  static Firing firing(Reader reader, String id) {
    return FIRINGS.get(reader, Key.of(id));
  }
}
