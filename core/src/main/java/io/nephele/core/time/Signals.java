package io.nephele.core.time;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Signals by name, for those who wait for something that is not there yet, such as a message in a
 * queue. A signal exists only while somebody subscribes to it, so giving one that nobody waits for
 * costs a look-up. Names need equals and hashCode.
 */
public final class Signals {
  private final ConcurrentHashMap<Object, Shared> byName = new ConcurrentHashMap<>();

  /** Gives the signal of that name to those who wait for it. */
  public void give(Object name) {
    Shared shared = byName.get(name);
    if (shared != null) {
      shared.signal.give();
    }
  }

  /** Subscribes to a name. To be closed; subscribe before looking for what one waits for. */
  public Subscription subscribe(Object name) {
    Shared shared =
        byName.compute(
            name,
            (key, known) -> {
              Shared kept = known == null ? new Shared() : known;
              kept.subscribers++;
              return kept;
            });
    return new Subscription(this, name, shared.signal);
  }

  /** How many names are subscribed to. */
  public int size() {
    return byName.size();
  }

  private void unsubscribe(Object name) {
    byName.computeIfPresent(name, (key, shared) -> --shared.subscribers == 0 ? null : shared);
  }

  private static final class Shared {
    private final Signal signal = new Signal();

    /** Changed only inside the map's compute. */
    private int subscribers;
  }

  /** Keeps a signal in being. */
  public static final class Subscription implements AutoCloseable {
    private final Signals signals;
    private final Object name;
    private final Signal signal;
    private boolean closed;

    private Subscription(Signals signals, Object name, Signal signal) {
      this.signals = signals;
      this.name = name;
      this.signal = signal;
    }

    /** The signal, to be waited for with a clock. */
    public Signal signal() {
      return signal;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        signals.unsubscribe(name);
      }
    }
  }
}
