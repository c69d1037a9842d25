package io.nephele.core.time;

import io.nephele.core.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that users turn. Untouched, it shows the machine's time. It can be advanced, stopped, let
 * go faster or slower than the machine's, and never goes backwards. Turning it does everything that
 * falls due on the way, each thing at its own time and in order, and returns when all of it is done
 * and every task that was started with {@link #start} has ended or waits for a later time.
 */
public sealed class TurnableClock implements WorldClock permits VirtualClock {
  /** The table of a world's store that keeps how its clock was turned. */
  public static final String TABLE = "clock.setting";

  /** The highest speed. */
  public static final double MAX_SPEED = 1_000_000;

  private final RealClock machine = new RealClock();
  private final Waiting waiting;

  /** Where turning is kept, or null. */
  private final ClockSetting setting;

  /** Held by whoever turns the clock or does what is due. */
  private final ReentrantLock turning = new ReentrantLock();

  /** The paces at which time goes by itself. Changed by whoever turns. */
  private volatile PaceHistory history;

  private final Agendas agendas;

  /** A clock that shows the machine's time. */
  public TurnableClock() {
    this(PaceHistory.of(Pace.REAL), null, Thread.ofVirtual().factory());
  }

  /**
   * The clock of the world in that store, as it was turned there; where nobody turned it, it shows
   * the machine's time. A clock that stood goes on standing, any other went on meanwhile.
   */
  public TurnableClock(Store store) {
    this(new ClockSetting(store));
  }

  private TurnableClock(ClockSetting setting) {
    this(kept(setting), setting, Thread.ofVirtual().factory());
  }

  /** A clock that goes at the last of those paces. */
  TurnableClock(PaceHistory history, ClockSetting setting, ThreadFactory threads) {
    this.history = history;
    this.setting = setting;
    this.waiting = new Waiting(machine, history.last(), threads);
    this.agendas = new Agendas(waiting, turning);
  }

  /**
   * The clock of the world in that store, which stands at that time.
   *
   * @throws ClockException if the store has a world whose time is later, or is earlier but may be
   *     served by other processes
   */
  public static TurnableClock standing(Store store, Instant time) {
    ClockSetting setting = new ClockSetting(store);
    check(time);
    if (!setting.isOfNewWorld()) {
      Instant now = kept(setting).at(new RealClock().now());
      if (now.isAfter(time)) {
        throw backwards(now, time);
      }
      if (setting.isShared() && now.isBefore(time)) {
        throw new ClockException(
            "The clock of a world that others may serve shows " + now + " and has to be turned");
      }
    }
    PaceHistory stands = PaceHistory.of(Pace.standing(time));
    setting.write(stands);
    return new TurnableClock(stands, setting, Thread.ofVirtual().factory());
  }

  private static PaceHistory kept(ClockSetting setting) {
    PaceHistory kept = setting.read();
    return kept == null ? PaceHistory.of(Pace.REAL) : kept;
  }

  @Override
  public Instant now() {
    return waiting.now();
  }

  @Override
  public long millis() {
    return waiting.millis();
  }

  @Override
  public Instant machineTime() {
    return machine.now();
  }

  @Override
  public Instant at(Instant shown) {
    return history.at(shown);
  }

  /** Whether it shows the machine's time because nobody ever turned it. */
  public boolean isMachines() {
    return history.last() == Pace.REAL;
  }

  /** The seconds of this clock in a second of the machine's; 0 if it stands still. */
  public double speed() {
    return history.last().speed();
  }

  /**
   * Turns the clock on by that much; by nothing, to do all that is due already.
   *
   * @throws ClockException if that is negative or beyond the last time
   */
  public Turned advance(Duration duration) {
    return turn(duration, null, null);
  }

  /**
   * Turns the clock on to that time.
   *
   * @throws ClockException if that time has passed or is beyond the last time
   */
  public Turned set(Instant time) {
    return turn(null, time, null);
  }

  /** Turns the clock on to when the next thing is due: a timer or the end of somebody's waiting. */
  public Turned jump() {
    return turn(null, null, null);
  }

  /**
   * Has the clock go at that speed from now on.
   *
   * @param speed seconds in a second of the machine's; 0 to stand still
   * @throws ClockException if it is negative or above {@link #MAX_SPEED}
   */
  public Turned go(double speed) {
    if (!(speed >= 0 && speed <= MAX_SPEED)) {
      throw new ClockException(
          "The speed must be from 0 to " + (long) MAX_SPEED + ", not " + speed);
    }
    return turn(Duration.ZERO, null, speed == 0 ? 0 : speed);
  }

  /**
   * Shows the time that the store keeps, after the world in it has become another or another
   * process has turned its clock.
   */
  public void lookAgain() {
    turning.lock();
    try {
      reread();
    } finally {
      turning.unlock();
    }
  }

  private void reread() {
    if (setting == null) {
      return;
    }
    PaceHistory kept = kept(setting);
    Pace last = kept.last();
    boolean same =
        last.speed() == 0 ? speed() == 0 && now().equals(last.world()) : kept.equals(history);
    if (!same) {
      history = kept;
      waiting.go(last);
    }
  }

  /** When the next thing is due: a timer or the end of somebody's waiting; null if nothing is. */
  public Instant nextDue() {
    Due due = next();
    return due == null ? null : due.at();
  }

  /** What is due next; null if nothing is. */
  public Due next() {
    turning.lock();
    try {
      Instant waits = waiting.earliest();
      Due due = agendas.first();
      return due == null || (waits != null && waits.isBefore(due.at()))
          ? (waits == null ? null : new Due(waits, Due.WAITING))
          : due;
    } finally {
      haveKeepersLook();
      turning.unlock();
    }
  }

  /**
   * Turns on by a duration, or to a time, or, where both are null, to what is due next; then goes
   * on at a speed, the same if it is null.
   */
  private Turned turn(Duration duration, Instant time, Double newSpeed) {
    if (turning.isHeldByCurrentThread() || waiting.isInTask()) {
      throw new IllegalStateException("What the clock started cannot turn it");
    }
    turning.lock();
    try {
      if (setting != null && setting.isShared()) {
        reread();
      }
      Pace before = history.last();
      double speed = newSpeed == null ? before.speed() : newSpeed;
      Instant from = waiting.stop();
      boolean arrived = false;
      try {
        Instant to = target(from, duration, time);
        plan(before, from, to, speed);
        long fired = moveOn(to);
        arrived = true;
        return new Turned(from, to, fired);
      } finally {
        goOn(before, from, arrived ? speed : before.speed());
      }
    } finally {
      haveKeepersLook();
      turning.unlock();
    }
  }

  private Instant target(Instant from, Duration duration, Instant time) {
    if (time != null) {
      if (time.isBefore(from)) {
        throw backwards(from, time);
      }
      return check(time);
    }
    if (duration != null) {
      if (duration.isNegative()) {
        throw new ClockException("The clock cannot go back");
      }
      boolean tooFar = duration.compareTo(Duration.between(from, Pace.LATEST)) > 0;
      return check(tooFar ? Instant.MAX : from.plus(duration));
    }
    Instant next = earliest();
    return next == null || next.isBefore(from) ? from : check(next);
  }

  private static Instant check(Instant time) {
    if (time.isAfter(Pace.LATEST)) {
      throw new ClockException("The clock goes to the year 9999 and no further");
    }
    if (time.isBefore(Instant.EPOCH)) {
      throw new ClockException("The clock begins in 1970");
    }
    return time;
  }

  private static ClockException backwards(Instant now, Instant time) {
    return new ClockException("The clock stands at " + now + " and cannot go back to " + time);
  }

  /**
   * Keeps where the clock is going before it goes there: if the process ends on the way, nothing
   * that was done has a time to come.
   */
  private void plan(Pace before, Instant from, Instant to, double speed) {
    if (setting != null && !(to.equals(from) && speed == before.speed())) {
      setting.write(history.with(new Pace(machine.now(), to, speed)));
    }
  }

  /** Goes on by itself from where it has come to. */
  private void goOn(Pace before, Instant from, double speed) {
    Instant now = waiting.now();
    if (now.equals(from) && speed == before.speed()) {
      goOn(before);
      return;
    }
    Pace next = new Pace(machine.now(), now, speed);
    history = history.with(next);
    goOn(next);
    if (setting != null) {
      setting.write(history);
    }
  }

  private void goOn(Pace next) {
    if (next.speed() == 0) {
      waiting.stand(next);
    } else {
      waiting.go(next);
    }
  }

  private void haveKeepersLook() {
    if (speed() != 0) {
      agendas.haveKeepersLook();
    }
  }

  /** Does everything that falls due on the way to a time, and says how much it was. */
  private long moveOn(Instant target) {
    long done = 0;
    waiting.moveTo(waiting.now());
    waiting.awaitQuiet();
    for (Instant next = earliest(); next != null && !next.isAfter(target); next = earliest()) {
      Instant now = waiting.now();
      waiting.moveTo(next.isAfter(now) ? next : now);
      waiting.awaitQuiet();
      done += agendas.doAllDue();
    }
    waiting.moveTo(target);
    waiting.awaitQuiet();
    return done;
  }

  private Instant earliest() {
    Instant waits = waiting.earliest();
    Instant due = agendas.earliest();
    return waits == null || (due != null && due.isBefore(waits)) ? due : waits;
  }

  @Override
  public boolean await(Signal signal, long seen, Instant deadline) throws InterruptedException {
    return waiting.await(signal, seen, deadline);
  }

  @Override
  public void start(String name, Runnable task) {
    waiting.start(name, task);
  }

  @Override
  public void keep(Agenda agenda) {
    agendas.keep(agenda);
  }

  @Override
  public void forget(Agenda agenda) {
    agendas.forget(agenda);
  }
}
