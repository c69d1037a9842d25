package io.nephele.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Runs steps on some connections in a closed loop: a connection's next step starts when its last is
 * answered. One thread serves all connections, so that the client takes as little as it can of the
 * machine that it shares with the server.
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
  public LoadResult run(int connections, Duration window, Supplier<Step> steps) throws IOException {
    List<Loop> loops = new ArrayList<>(connections);
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        loops.add(new Loop(address, steps.get(), selector));
      }
      return run(loops, selector, window);
    } finally {
      for (Loop loop : loops) {
        loop.connection.close();
      }
    }
  }

  private static LoadResult run(List<Loop> loops, Selector selector, Duration window)
      throws IOException {
    long start = System.nanoTime();
    Tally tally = new Tally(start + window.toNanos());
    for (Loop loop : loops) {
      loop.begin();
      tally.open++;
    }
    while (tally.open > 0) {
      selector.select(
          key -> {
            try {
              ((Loop) key.attachment()).readable(tally);
            } catch (IOException e) {
              tally.failure = e;
            }
          });
      if (tally.failure != null) {
        throw new IOException("A connection failed: " + tally.failure.getMessage(), tally.failure);
      }
    }
    return new LoadResult(tally.messages, Math.max(1, tally.end - start) / 1e9, tally.latency);
  }

  /** What all connections together did. */
  private static final class Tally {
    private final Histogram latency = new Histogram(HIGHEST_NANOS, 3);
    private final long deadline;
    private int open;
    private boolean over;
    private long messages;
    private long end;
    private IOException failure;

    Tally(long deadline) {
      this.deadline = deadline;
    }
  }

  /** One connection's loop. */
  private static final class Loop {
    private final InetSocketAddress address;
    private final Step step;
    private final Selector selector;
    private HttpConnection connection;
    private SelectionKey key;
    private long begun;

    Loop(InetSocketAddress address, Step step, Selector selector) throws IOException {
      this.address = address;
      this.step = step;
      this.selector = selector;
      connect();
    }

    private void connect() throws IOException {
      connection = new HttpConnection(address);
      key = connection.register(selector, this);
    }

    void begin() throws IOException {
      begun = System.nanoTime();
      connection.send(step.begin());
    }

    void readable(Tally tally) throws IOException {
      if (!connection.advance()) {
        return;
      }
      RequestBytes next = step.next(connection);
      if (connection.closes()) { // some servers do after so many requests
        connection.close();
        connect();
      }
      if (next != null) {
        connection.send(next);
        return;
      }
      long now = System.nanoTime();
      int handled = step.handled();
      if (handled == 0) {
        tally.over = true;
      } else {
        tally.latency.recordValue(Math.min(now - begun, HIGHEST_NANOS));
        tally.messages += handled;
        tally.end = now;
      }
      if (tally.over || now >= tally.deadline) {
        key.cancel();
        tally.open--;
      } else {
        begin();
      }
    }
  }
}
