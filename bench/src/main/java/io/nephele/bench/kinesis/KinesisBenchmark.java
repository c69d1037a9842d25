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
  /** The parts of the benchmark. */
  enum Part {
    COMPARISON,
    RETAINED
  }

  @Mixin private ComparisonOptions run = new ComparisonOptions(2);

  @Option(
      names = "--workloads",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Workload> workloads = EnumSet.allOf(Workload.class);

  @Option(
      names = "--parts",
      split = ",",
      description =
          "Any of ${COMPLETION-CANDIDATES}; the comparison by default. RETAINED puts records into"
              + " the first server alone.")
  private Set<Part> parts = EnumSet.of(Part.COMPARISON);

  @Option(names = "--records", description = "That are retained.", defaultValue = "10000000")
  private long records;

  @Option(names = "--shards", split = ",", description = "Of the streams.", defaultValue = "1,16")
  private List<Integer> shardCounts;

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
    if (parts.contains(Part.COMPARISON)) {
      compare();
    }
    if (parts.contains(Part.RETAINED)) {
      Map.Entry<String, String> first = run.commands().entrySet().iterator().next();
      try (KinesisServer server =
          KinesisServer.start(first.getKey(), first.getValue(), run.logs())) {
        server.hurry();
        new RetainedRecords(server, out).run(records);
      }
    }
    return 0;
  }

  private void compare() throws IOException, InterruptedException {
    List<KinesisServer> servers = new ArrayList<>();
    try {
      for (Map.Entry<String, String> command : run.commands().entrySet()) {
        KinesisServer server =
            KinesisServer.start(command.getKey(), command.getValue(), run.logs());
        servers.add(server);
        if (servers.size() == 1) {
          server.hurry();
        }
        server.fill(shardCounts);
      }
      for (KinesisServer server : servers) {
        for (Workload workload : workloads) {
          int shards = shardCounts.getLast();
          server.measure(workload, shards, shards, Duration.ofSeconds(heatSeconds));
        }
      }
      out.printf(
          "| records | shards | connections | %1$s /s | %2$s /s | ratio | %1$s p50 / p99 ms | %2$s"
              + " p50 / p99 ms | CPU µs, %1$s | %2$s |%n",
          servers.get(0).name(), servers.get(1).name());
      out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
      for (Workload workload : workloads) {
        for (int shards : shardCounts) {
          for (int count : run.connections()) {
            // Each connection gets what it put, so it has a shard of its own.
            if (workload != Workload.THROUGH || count <= shards) {
              print(workload, shards, count, median(servers, workload, shards, count));
            }
          }
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
  }

  private List<Sample> median(List<KinesisServer> servers, Workload workload, int shards, int count)
      throws IOException, InterruptedException {
    return Medians.inTurns(
        servers, run.rounds(), server -> server.measure(workload, shards, count, run.window()));
  }

  private void print(Workload workload, int shards, int count, List<Sample> medians) {
    Sample a = medians.get(0);
    Sample b = medians.get(1);
    out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.0f | %.0f | **%.1f** | %s | %s | %.0f | %.0f |%n",
        workload.title(),
        shards,
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
