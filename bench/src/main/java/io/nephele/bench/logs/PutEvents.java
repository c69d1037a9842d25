package io.nephele.bench.logs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** Puts events of JSON into streams, each connection into one of its own. */
final class PutEvents {
  private static final String[] LEVELS = {"INFO", "INFO", "INFO", "WARN", "ERROR"};

  private final InetSocketAddress address;
  private final int batch;
  private final long from;
  private final long span;

  /**
   * Puts events there.
   *
   * @param batch how many go into one call
   * @param from the time of the first, in milliseconds since 1970
   * @param span from the first to the last, in milliseconds
   */
  PutEvents(InetSocketAddress address, int batch, long from, long span) {
    this.address = address;
    this.batch = batch;
    this.from = from;
    this.span = span;
  }

  /** Puts that many events over that many connections. */
  void run(long events, int connections) throws IOException, InterruptedException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      put(events / connections, number);
                    } catch (IOException | RuntimeException e) {
                      failure.set(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IOException(failure.get());
    }
  }

  private void put(long events, int number) throws IOException {
    Random random = new Random(number);
    String names = "{\"logGroupName\":\"g\",\"logStreamName\":\"s" + number + "\"";
    try (LogsClient client = new LogsClient(address)) {
      client.call("CreateLogStream", names + "}");
      StringBuilder body = new StringBuilder();
      for (long put = 0; put < events; put += batch) {
        body.setLength(0);
        body.append(names).append(",\"logEvents\":[");
        for (int i = 0; i < batch; i++) {
          body.append(i == 0 ? "" : ",").append("{\"timestamp\":");
          body.append(from + (put + i) * span / events).append(",\"message\":\"");
          message(random, body);
          body.append("\"}");
        }
        client.call("PutLogEvents", body.append("]}"));
      }
    }
  }

  private static void message(Random random, StringBuilder to) {
    to.append("{\\\"level\\\":\\\"").append(LEVELS[random.nextInt(LEVELS.length)]);
    to.append("\\\",\\\"ms\\\":").append(random.nextInt(1000));
    to.append(",\\\"path\\\":\\\"/orders/").append(random.nextInt(100_000));
    to.append("\\\",\\\"text\\\":\\\"request handled");
    to.append(random.nextInt(100_000) == 0 ? " needle" : "").append("\\\"}");
  }
}
