package io.nephele.edge;

import io.nephele.core.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The requests that are being answered. Those that take long (long polls, event streams) are
 * watched for clients that go away. Watching costs calls to the operating system, so that it begins
 * only after a quarter of a second or two.
 */
final class Exchanges {
  private static final System.Logger LOG = new LazyLogger(Exchanges.class);
  private static final long SWEEP_MILLIS = 250;
  private static final long GRACE_MILLIS = 3000;
  private static final long LAST_GRACE_MILLIS = 1000;

  private final ServerConnector connector;
  private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final ReentrantLock drainLock = new ReentrantLock();
  private final Condition drained = drainLock.newCondition();
  private volatile boolean draining;

  Exchanges(ServerConnector connector) {
    this.connector = connector;
  }

  void add(Exchange exchange) {
    running.add(exchange);
    if (!sweeping.get()) {
      scheduleSweep();
    }
  }

  void remove(Exchange exchange) {
    running.remove(exchange);
    if (draining && running.isEmpty()) {
      drainLock.lock();
      try {
        drained.signalAll();
      } finally {
        drainLock.unlock();
      }
    }
  }

  private void scheduleSweep() {
    if (sweeping.compareAndSet(false, true)) {
      connector.getScheduler().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void sweep() {
    for (Exchange exchange : running) {
      try {
        exchange.sweep();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A request cannot be watched", e);
      }
    }
    sweeping.set(false);
    if (!running.isEmpty()) {
      scheduleSweep();
    }
  }

  /** From now on requests are refused: those that were added before may end. */
  void refuse() {
    draining = true;
  }

  /** Whether requests that are added now are to be refused. */
  boolean refuses() {
    return draining;
  }

  /**
   * Waits some seconds until no request is being answered, then interrupts those that still are.
   */
  void drain() {
    draining = true;
    if (!awaitEmpty(GRACE_MILLIS)) {
      running.forEach(Exchange::cancel);
      awaitEmpty(LAST_GRACE_MILLIS);
    }
  }

  private boolean awaitEmpty(long millis) {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    drainLock.lock();
    try {
      while (!running.isEmpty() && left > 0) {
        left = drained.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drainLock.unlock();
    }
    return running.isEmpty();
  }
}
