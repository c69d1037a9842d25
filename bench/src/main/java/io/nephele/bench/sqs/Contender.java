package io.nephele.bench.sqs;

import io.nephele.bench.load.LimitedStep;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/** A server under test and how it is loaded. */
final class Contender implements AutoCloseable {
  private static final int FILLING_CONNECTIONS = 4;
  private static final int HEATING_CONNECTIONS = 16;

  private final String name;
  private final ServerProcess process;
  private final SqsClient client;
  private final LoadRun load;
  private int queues;

  private Contender(String name, ServerProcess process) {
    this.name = name;
    this.process = process;
    client = new SqsClient(process.address());
    load = new LoadRun(process.address());
  }

  /**
   * Starts a server on a free port.
   *
   * @param command its command line, words separated by spaces, with {@code @port} where the port
   *     is to stand
   */
  static Contender start(String name, String command, Path logs)
      throws IOException, InterruptedException {
    return new Contender(name, ServerProcess.start(name, command, logs));
  }

  String name() {
    return name;
  }

  ServerProcess process() {
    return process;
  }

  SqsClient client() {
    return client;
  }

  String newQueue() throws IOException {
    return client.createQueue("bench-" + queues++);
  }

  /** Puts at least this many messages into a queue, and returns how many. */
  long fill(String queueUrl, long messages) throws IOException, InterruptedException {
    AtomicLong left = new AtomicLong(messages);
    LoadResult filled =
        load.run(
            FILLING_CONNECTIONS,
            Duration.ofMinutes(10),
            () -> new LimitedStep(Workload.SEND_BATCH.step(client, queueUrl), left));
    return filled.messages();
  }

  /**
   * Lets the server's JVM compile its paths, so that the first figures are not worse than the last.
   */
  void heat(Collection<Workload> workloads, Duration time)
      throws IOException, InterruptedException {
    for (Workload workload : workloads) {
      measure(workload, HEATING_CONNECTIONS, time.dividedBy(2), time.dividedBy(2));
    }
  }

  /**
   * One measured window, after a warm-up on a queue of its own. A consuming workload finds its
   * queue filled with half as much again as the warm-up's rate says it can take.
   */
  Sample measure(Workload workload, int connections, Duration warmUp, Duration window)
      throws IOException, InterruptedException {
    double rate = 20_000;
    for (int i = 0; i < 2; i++) {
      boolean measured = i == 1;
      Duration time = measured ? window : warmUp;
      String queue = newQueue();
      if (workload.consuming()) {
        fill(queue, (long) (rate * 1.5 * time.toMillis() / 1000));
      }
      double cpu = process.cpuSeconds();
      LoadResult result = load.run(connections, time, () -> workload.step(client, queue));
      double spent = process.cpuSeconds() - cpu;
      client.deleteQueue(queue);
      if (measured) {
        return new Sample(result, spent);
      }
      rate = result.rate();
    }
    throw new AssertionError();
  }

  /**
   * One window's figures.
   *
   * @param cpuSeconds what the server's process spent in it
   */
  record Sample(LoadResult load, double cpuSeconds) {
    double cpuMicrosAMessage() {
      return cpuSeconds * 1e6 / load.messages();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
