package io.nephele.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Runs steps on some connections, each with a platform thread of its own, in a closed loop: the
 * next step starts when the last is answered.
 */
public final class LoadRun {
  private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();

  private final InetSocketAddress address;

  /** A run against the server at an address. */
  public LoadRun(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * Runs until the time is over or a step finds nothing left to do, on any connection.
   *
   * @throws IOException when a connection failed or a server answered wrongly: such a run has no
   *     figures
   */
  public LoadResult run(int connections, Duration window, Supplier<Step> steps)
      throws IOException, InterruptedException {
    CountDownLatch ready = new CountDownLatch(connections);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Worker>> workers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Worker worker = new Worker(steps.get(), over);
        workers.add(threads.submit(() -> worker.call(address, window, ready, go)));
      }
      ready.await();
      long start = System.nanoTime();
      go.countDown();
      return sum(workers, start);
    }
  }

  private static LoadResult sum(List<Future<Worker>> workers, long start)
      throws IOException, InterruptedException {
    Histogram latency = new Histogram(HIGHEST_NANOS, 3);
    long messages = 0;
    long end = start;
    for (Future<Worker> future : workers) {
      Worker worker;
      try {
        worker = future.get();
      } catch (ExecutionException e) {
        throw new IOException("A connection failed: " + e.getCause().getMessage(), e.getCause());
      }
      latency.add(worker.latency);
      messages += worker.messages;
      end = Math.max(end, worker.end);
    }
    return new LoadResult(messages, Math.max(1, end - start) / 1e9, latency);
  }

  /** One connection's loop and what it counted. */
  private static final class Worker {
    private final Step step;
    private final AtomicBoolean over;
    private final Histogram latency = new Histogram(HIGHEST_NANOS, 3);
    private long messages;
    private long end;

    Worker(Step step, AtomicBoolean over) {
      this.step = step;
      this.over = over;
    }

    Worker call(InetSocketAddress address, Duration window, CountDownLatch ready, CountDownLatch go)
        throws InterruptedException {
      try (HttpConnection connection = open(address, ready)) {
        go.await();
        long now = System.nanoTime();
        long deadline = now + window.toNanos();
        while (now < deadline && !over.get()) {
          int handled = step.run(connection);
          long then = System.nanoTime();
          if (handled == 0) {
            over.set(true);
            break;
          }
          latency.recordValue(Math.min(then - now, HIGHEST_NANOS));
          messages += handled;
          now = then;
        }
        end = now;
        return this;
      } catch (IOException e) {
        over.set(true);
        throw new UncheckedIOException(e);
      }
    }

    private static HttpConnection open(InetSocketAddress address, CountDownLatch ready)
        throws IOException {
      try {
        return new HttpConnection(address);
      } finally {
        ready.countDown();
      }
    }
  }
}
