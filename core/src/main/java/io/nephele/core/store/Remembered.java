package io.nephele.core.store;

import io.nephele.core.time.Signal;
import io.nephele.core.time.Signals;
import io.nephele.core.time.Waiters;
import io.nephele.core.time.WorldClock;
import java.util.function.Function;

/**
 * What a few rows of the store say, kept in memory and read again when somebody said that they
 * changed. For what every call asks and hardly anybody changes: asking costs two volatile reads.
 * Where other nodes share the store it is read again every second too, because what they say may be
 * lost.
 */
public final class Remembered<T> {
  private static final long LOOK_AGAIN_MILLIS = 1000;

  private final Store store;
  private final WorldClock clock;
  private final Waiters waiters;
  private final Function<Reader, T> reader;
  private volatile Known<T> known;

  private record Known<T>(Signal changed, T value, long readAt) {}

  /**
   * Nothing is read before it is asked for.
   *
   * @param name the name under which changes are told, the same on all nodes
   */
  public Remembered(
      Store store, WorldClock clock, Signals signals, Key name, Function<Reader, T> reader) {
    this.store = store;
    this.clock = clock;
    this.waiters = signals.waiters(name);
    this.reader = reader;
  }

  /** What the rows say. */
  public T get() {
    Known<T> last = known;
    if (last != null && last.changed.version() == 0 && !isOld(last)) {
      return last.value;
    }
    // From here on changes are told; what changed before is read.
    Signal changed = last != null && last.changed.version() == 0 ? last.changed : waiters.enter();
    long now = store.isShared() ? clock.millis() : 0;
    T value = store.read(reader);
    known = new Known<>(changed, value, now);
    return value;
  }

  private boolean isOld(Known<T> last) {
    return store.isShared() && Math.abs(clock.millis() - last.readAt) >= LOOK_AGAIN_MILLIS;
  }

  /** To be called when rows were changed and the change is committed. */
  public void changed() {
    waiters.wakeAll();
  }

  /** Forgets what is in memory, of a store that was emptied or restored. */
  public void forget() {
    waiters.wakeHere(Integer.MAX_VALUE);
  }
}
