package io.nephele.bench.sqs;

import io.nephele.bench.sqs.Contender.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Measures two servers in turns, A B A B, and prints a Markdown table of both with their ratio. */
final class Throughput {
  private final Contender a;
  private final Contender b;
  private final PrintStream out;

  Throughput(Contender a, Contender b, PrintStream out) {
    this.a = a;
    this.b = b;
    this.out = out;
  }

  void run(
      List<Workload> workloads,
      List<Integer> connections,
      int rounds,
      Duration warmUp,
      Duration window)
      throws IOException, InterruptedException {
    out.printf(
        "| workload | connections | %1$s msg/s | %2$s msg/s | ratio | %1$s p50 / p99 ms | %2$s p50 / p99 ms | server CPU µs/msg, %1$s | %2$s | ratio |%n",
        a.name(), b.name());
    out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Workload workload : workloads) {
      for (int n : connections) {
        List<Sample> ofA = new ArrayList<>();
        List<Sample> ofB = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          ofA.add(a.measure(workload, n, warmUp, window));
          ofB.add(b.measure(workload, n, warmUp, window));
        }
        print(workload, n, ofA, ofB);
      }
    }
    out.println();
    for (Contender server : List.of(a, b)) {
      out.printf(
          Locale.ROOT,
          "%s: peak resident memory over all of it %.0f MiB (%s).%n",
          server.name(),
          server.process().peakResidentMebibytes(),
          server.process().memorySettings());
    }
  }

  private void print(Workload workload, int connections, List<Sample> ofA, List<Sample> ofB) {
    double rateA = median(ofA.stream().mapToDouble(s -> s.load().rate()).toArray());
    double rateB = median(ofB.stream().mapToDouble(s -> s.load().rate()).toArray());
    double cpuA = median(ofA.stream().mapToDouble(Sample::cpuMicrosAMessage).toArray());
    double cpuB = median(ofB.stream().mapToDouble(Sample::cpuMicrosAMessage).toArray());
    out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f | %.0f | **%.1f** | %s | %s | %.1f | %.1f | %.1f |%n",
        workload.title(),
        connections,
        rateA,
        rateB,
        rateA / rateB,
        latency(ofA),
        latency(ofB),
        cpuA,
        cpuB,
        cpuB / cpuA);
    out.flush();
  }

  private static String latency(List<Sample> samples) {
    Histogram all = samples.getFirst().load().latency().copy();
    samples.stream().skip(1).forEach(s -> all.add(s.load().latency()));
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f",
        all.getValueAtPercentile(50) / 1e6,
        all.getValueAtPercentile(99) / 1e6);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
