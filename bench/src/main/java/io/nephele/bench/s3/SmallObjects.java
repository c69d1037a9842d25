package io.nephele.bench.s3;

import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts and gets objects of some sizes over some connections, on all servers in turns. */
final class SmallObjects {
  private static final String BUCKET = "bench-small";
  private static final int KEYS = 1000;
  private static final long BYTES = 48L << 20;

  private final List<S3Server> servers;
  private final PrintStream out;
  private final Duration warmUp;
  private final Duration window;

  SmallObjects(List<S3Server> servers, PrintStream out, Duration warmUp, Duration window) {
    this.servers = servers;
    this.out = out;
    this.warmUp = warmUp;
    this.window = window;
  }

  /** The figures of one window. */
  private record Sample(LoadResult load, double cpuSeconds) {
    double cpuMicros() {
      return cpuSeconds * 1e6 / load.messages();
    }
  }

  void run(List<Integer> sizes, List<Integer> connections, int rounds)
      throws IOException, InterruptedException {
    for (S3Server server : servers) {
      server.client().createBucket(b -> b.bucket(BUCKET));
    }
    out.print("| operation | size | connections |");
    for (S3Server server : servers) {
      out.printf(" %1$s /s | p50 / p99 ms | CPU µs |", server.name());
    }
    out.print("\n|---|---:|---:|");
    servers.forEach(server -> out.print("---:|---:|---:|"));
    out.println();
    for (int size : sizes) {
      List<RequestBytes[]> puts = new ArrayList<>();
      List<RequestBytes[]> gets = new ArrayList<>();
      for (S3Server server : servers) {
        puts.add(requests(server, size, true));
        gets.add(requests(server, size, false));
      }
      for (boolean put : new boolean[] {true, false}) {
        for (int count : connections) {
          measure(put, size, count, rounds, put ? puts : gets, puts);
        }
      }
    }
    out.println();
    for (S3Server server : servers) {
      out.printf(
          Locale.ROOT,
          "%s: peak resident memory %.0f MiB.%n",
          server.name(),
          server.process().peakResidentMebibytes());
    }
    out.println();
  }

  private static RequestBytes[] requests(S3Server server, int size, boolean put) {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    RequestBytes[] requests = new RequestBytes[(int) Math.clamp(BYTES / size, 16, KEYS)];
    for (int i = 0; i < requests.length; i++) {
      String key = "objects/" + size + "/" + i;
      requests[i] = put ? server.put(BUCKET, key, body) : server.get(BUCKET, key);
    }
    return requests;
  }

  private void measure(
      boolean put,
      int size,
      int connections,
      int rounds,
      List<RequestBytes[]> requests,
      List<RequestBytes[]> puts)
      throws IOException, InterruptedException {
    List<List<Sample>> samples = new ArrayList<>();
    servers.forEach(server -> samples.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < servers.size(); i++) {
        S3Server server = servers.get(i);
        if (!put && round == 0) {
          fill(server, puts.get(i));
        }
        window(server, requests.get(i), connections, warmUp, put ? -1 : size);
        samples.get(i).add(window(server, requests.get(i), connections, window, put ? -1 : size));
      }
    }
    out.printf("| %s | %s | %d |", put ? "put" : "get", name(size), connections);
    for (List<Sample> ofServer : samples) {
      ofServer.sort((a, b) -> Double.compare(a.load().rate(), b.load().rate()));
      Sample median = ofServer.get(ofServer.size() / 2);
      out.printf(
          Locale.ROOT,
          " %.0f | %.2f / %.2f | %.0f |",
          median.load().rate(),
          median.load().latency().getValueAtPercentile(50) / 1e6,
          median.load().latency().getValueAtPercentile(99) / 1e6,
          median.cpuMicros());
    }
    out.println();
    out.flush();
  }

  /** Has every object there. */
  private static void fill(S3Server server, RequestBytes[] puts)
      throws IOException, InterruptedException {
    for (RequestBytes put : puts) {
      new LoadRun(server.process().address())
          .run(1, Duration.ZERO, () -> new ObjectStep(new RequestBytes[] {put}, 0, -1));
    }
  }

  private static Sample window(
      S3Server server, RequestBytes[] requests, int connections, Duration time, int answerBytes)
      throws IOException, InterruptedException {
    AtomicInteger first = new AtomicInteger();
    double cpu = server.process().cpuSeconds();
    LoadResult result =
        new LoadRun(server.process().address())
            .run(
                connections,
                time,
                () ->
                    new ObjectStep(
                        requests,
                        first.getAndAdd(Math.max(1, requests.length / connections)),
                        answerBytes));
    return new Sample(result, server.process().cpuSeconds() - cpu);
  }

  private static String name(int size) {
    return size < 1 << 20 ? (size >> 10) + " KB" : (size >> 20) + " MB";
  }
}
