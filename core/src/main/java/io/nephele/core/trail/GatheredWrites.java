package io.nephele.core.trail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes what many threads have to write in few transactions. Who comes while others write joins
 * those who wait for their turn; the first of them writes for all. No lock is held meanwhile, and
 * some such groups are written at the same time.
 */
final class GatheredWrites<T> {
  /** How many groups are written at the same time. */
  private static final int WRITERS = 4;

  private final Consumer<List<T>> writer;
  private final Semaphore writers = new Semaphore(WRITERS);
  private final ReentrantLock lock = new ReentrantLock();

  /** The groups that have been taken to be written and are not there yet; guarded by the lock. */
  private final List<Group<T>> running = new ArrayList<>();

  /** Those who wait; guarded by the lock. */
  private Group<T> open = new Group<>();

  private static final class Group<T> {
    private final List<T> items = new ArrayList<>();
    private final CompletableFuture<Void> written = new CompletableFuture<>();
    private boolean led;
  }

  /** Writes by that, which is called by several threads. */
  GatheredWrites(Consumer<List<T>> writer) {
    this.writer = writer;
  }

  /** Keeps items in memory until something is written; returns how many are there. */
  int keep(List<T> items) {
    lock.lock();
    try {
      open.items.addAll(items);
      return open.items.size();
    } finally {
      lock.unlock();
    }
  }

  /** Writes items and all that is kept; returns when it is written. */
  void write(List<T> items) {
    lock.lock();
    Group<T> mine = open;
    boolean leads = !mine.led;
    mine.led = true;
    mine.items.addAll(items);
    lock.unlock();
    finish(mine, leads);
  }

  /** Returns when all that was given before is written. */
  void flush() {
    lock.lock();
    List<Group<T>> before = List.copyOf(running);
    Group<T> mine = open;
    boolean any = !mine.items.isEmpty();
    boolean leads = any && !mine.led;
    mine.led |= any;
    lock.unlock();
    if (any) {
      finish(mine, leads);
    }
    for (Group<T> each : before) {
      await(each);
    }
  }

  /** Forgets what is kept. */
  void forget() {
    lock.lock();
    try {
      open.items.clear();
    } finally {
      lock.unlock();
    }
  }

  private void finish(Group<T> group, boolean leads) {
    if (leads) {
      lead(group);
    } else {
      await(group);
    }
  }

  private void lead(Group<T> group) {
    writers.acquireUninterruptibly();
    lock.lock();
    open = new Group<>();
    running.add(group);
    lock.unlock();
    try {
      writer.accept(group.items);
      group.written.complete(null);
    } catch (RuntimeException | Error e) {
      group.written.completeExceptionally(e);
      throw e;
    } finally {
      writers.release();
      lock.lock();
      running.remove(group);
      lock.unlock();
    }
  }

  private static void await(Group<?> group) {
    try {
      group.written.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
