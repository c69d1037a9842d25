package io.nephele.bench.kinesis;

import io.nephele.bench.load.Medians;
import io.nephele.bench.load.Sample;
import io.nephele.bench.options.Commands;
import io.nephele.bench.options.ComparisonOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kinesis side by side with kinesalite; {@code bench/kinesis.sh} starts it. */
@Command(
    name = "kinesis",
    description = "Measures Kinesis of Nephele and of another server in turns, in one run.",
    mixinStandardHelpOptions = true)
public final class KinesisBenchmark implements Callable<Integer> {
  @Mixin private ComparisonOptions run = new ComparisonOptions(2);

  @Option(
      names = "--workloads",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Workload> workloads = EnumSet.allOf(Workload.class);

  @Option(names = "--heat", description = "Seconds of each workload first.", defaultValue = "3")
  private int heatSeconds;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private KinesisBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    Commands.main(new KinesisBenchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<KinesisServer> servers = new ArrayList<>();
    try {
      for (Map.Entry<String, String> command : run.commands().entrySet()) {
        KinesisServer server =
            KinesisServer.start(command.getKey(), command.getValue(), run.logs());
        servers.add(server);
        server.fill();
      }
      for (KinesisServer server : servers) {
        for (Workload workload : workloads) {
          server.measure(workload, 16, Duration.ofSeconds(heatSeconds));
        }
      }
      out.printf(
          "| records | connections | %1$s /s | %2$s /s | ratio | calls, %1$s p50 / p99 ms | %2$s"
              + " p50 / p99 ms | CPU µs a call, %1$s | %2$s |%n",
          servers.get(0).name(), servers.get(1).name());
      out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
      for (Workload workload : workloads) {
        for (int count : run.connections()) {
          print(workload, count, median(servers, workload, count));
        }
      }
      out.println();
      for (KinesisServer server : servers) {
        out.printf(
            Locale.ROOT,
            "%s: peak resident memory %.0f MiB.%n",
            server.name(),
            server.process().peakResidentMebibytes());
      }
    } finally {
      servers.forEach(KinesisServer::close);
    }
    return 0;
  }

  private List<Sample> median(List<KinesisServer> servers, Workload workload, int count)
      throws IOException, InterruptedException {
    return Medians.inTurns(
        servers, run.rounds(), server -> server.measure(workload, count, run.window()));
  }

  private void print(Workload workload, int count, List<Sample> medians) {
    Sample a = medians.get(0);
    Sample b = medians.get(1);
    out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f | %.0f | **%.1f** | %s | %s | %.0f | %.0f |%n",
        workload.title(),
        count,
        a.load().rate() * workload.records(),
        b.load().rate() * workload.records(),
        a.load().rate() / b.load().rate(),
        a.latency(),
        b.latency(),
        a.cpuMicros(),
        b.cpuMicros());
  }
}
