package io.nephele.bench.events;

import io.nephele.bench.load.HttpConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Puts events at a steady rate and receives them from the queue that they are delivered to. */
final class PacedEvents {
  private static final int RECEIVERS = 4;
  private static final Pattern SENT = Pattern.compile("detail\\\\?\":\\{\\\\?\"sent\\\\?\":(\\d+)");
  private static final Pattern HANDLE = Pattern.compile("\"ReceiptHandle\":\"([^\"]+)\"");

  private final EventsServer server;
  private final String queue;
  private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
  private volatile boolean over;

  PacedEvents(EventsServer server, String queue) {
    this.server = server;
    this.queue = queue;
  }

  /**
   * Runs for some time.
   *
   * @return nanoseconds from before each put to its receipt
   * @throws IOException if an event was refused or did not come
   */
  Histogram run(int perSecond, Duration time) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(RECEIVERS);
    try {
      Future<?>[] receivers = new Future<?>[RECEIVERS];
      for (int i = 0; i < RECEIVERS; i++) {
        receivers[i] = threads.submit(this::receive);
      }
      long count = put(perSecond, time);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (received() < count && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      over = true;
      for (Future<?> receiver : receivers) {
        receiver.get();
      }
      if (received() < count) {
        throw new IOException(count - received() + " of " + count + " events did not come.");
      }
      return latency;
    } catch (ExecutionException e) {
      throw new IOException("A receiver failed.", e);
    } finally {
      over = true;
      threads.shutdownNow();
    }
  }

  private long received() {
    synchronized (latency) {
      return latency.getTotalCount();
    }
  }

  private long put(int perSecond, Duration time) throws IOException {
    long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long count = time.toSeconds() * perSecond;
    long start = System.nanoTime();
    try (HttpConnection connection = new HttpConnection(server.process().address())) {
      for (long i = 0; i < count; i++) {
        long due = start + i * apart;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        // What the client is late counts, too.
        EventsServer.call(connection, server.putEvents("{\"sent\":" + due + "}"));
      }
    }
    return count;
  }

  private void receive() {
    try (HttpConnection connection = new HttpConnection(server.process().address())) {
      while (!over) {
        String answer =
            EventsServer.call(
                connection,
                server.json(
                    "sqs",
                    "AmazonSQS.ReceiveMessage",
                    "{\"QueueUrl\":\""
                        + server.queueUrl(queue)
                        + "\",\"MaxNumberOfMessages\":10,\"WaitTimeSeconds\":1}"));
        long now = System.nanoTime();
        Matcher sent = SENT.matcher(answer);
        while (sent.find()) {
          synchronized (latency) {
            latency.recordValue(Math.max(0, now - Long.parseLong(sent.group(1))));
          }
        }
        delete(connection, answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(HttpConnection connection, String answer) throws IOException {
    Matcher handle = HANDLE.matcher(answer);
    StringBuilder entries = new StringBuilder();
    for (int i = 0; handle.find(); i++) {
      entries.append(i == 0 ? "" : ",");
      entries.append("{\"Id\":\"" + i + "\",\"ReceiptHandle\":\"" + handle.group(1) + "\"}");
    }
    if (!entries.isEmpty()) {
      EventsServer.call(
          connection,
          server.json(
              "sqs",
              "AmazonSQS.DeleteMessageBatch",
              "{\"QueueUrl\":\"" + server.queueUrl(queue) + "\",\"Entries\":[" + entries + "]}"));
    }
  }
}
