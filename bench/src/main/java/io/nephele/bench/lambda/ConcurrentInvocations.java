package io.nephele.bench.lambda;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Invocations of a function that waits for a second, all at once: each has an environment. */
final class ConcurrentInvocations {
  private static final String NAME = "sleeper";
  private static final int SECONDS = 1;

  private final LambdaServer server;
  private final Language language;
  private final int count;

  ConcurrentInvocations(LambdaServer server, Language language, int count) {
    this.server = server;
    this.language = language;
    this.count = count;
  }

  void measure(PrintStream out) throws IOException, InterruptedException {
    server.create(language, NAME, Language.sleeper(SECONDS), 120);
    double cold = seconds();
    double warm = seconds();
    out.printf(
        Locale.ROOT,
        "%d concurrent invocations of a function that takes %d s: all answered in %.1f s when all"
            + " are cold, in %.1f s when all are warm.%n%n",
        count,
        SECONDS,
        cold,
        warm);
  }

  private double seconds() throws IOException, InterruptedException {
    List<Future<?>> running = new ArrayList<>();
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        running.add(threads.submit(this::invoke));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  private Void invoke() throws IOException {
    RequestBytes request = server.invocation(NAME);
    try (HttpConnection connection = new HttpConnection(server.process().address())) {
      LambdaServer.send(connection, request);
    }
    return null;
  }
}
