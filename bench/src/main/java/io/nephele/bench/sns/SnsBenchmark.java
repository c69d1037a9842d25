package io.nephele.bench.sns;

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

/** Topics that deliver to queues, side by side with moto; {@code bench/sns.sh} starts it. */
@Command(
    name = "sns",
    description =
        "Measures publishing to topics whose subscribers are queues, of Nephele and of another"
            + " server in turns, beside plain sends to a queue.",
    mixinStandardHelpOptions = true)
public final class SnsBenchmark implements Callable<Integer> {
  private static final int HEATING_CONNECTIONS = 16;

  @Mixin private ComparisonOptions run = new ComparisonOptions(3);

  @Option(
      names = "--workloads",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Workload> workloads = EnumSet.allOf(Workload.class);

  @Option(names = "--heat", description = "Seconds of each workload first.", defaultValue = "3")
  private int heatSeconds;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private SnsBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    Commands.main(new SnsBenchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<SnsServer> servers = new ArrayList<>();
    try {
      for (Map.Entry<String, String> command : run.commands().entrySet()) {
        Set<Workload> chosen = EnumSet.copyOf(workloads);
        if (!servers.isEmpty()) {
          chosen.removeIf(Workload::tooMuchForOthers);
        }
        servers.add(SnsServer.start(command.getKey(), command.getValue(), run.logs(), chosen));
      }
      for (Workload workload : workloads) {
        for (SnsServer server : measured(servers, workload)) {
          server.measure(workload, HEATING_CONNECTIONS, Duration.ofSeconds(heatSeconds));
        }
      }
      printHead(servers);
      for (int count : run.connections()) {
        List<Sample> sends = null;
        for (Workload workload : workloads) {
          List<Sample> medians =
              Medians.inTurns(
                  measured(servers, workload),
                  run.rounds(),
                  server -> server.measure(workload, count, run.window()));
          sends = workload == Workload.SEND ? medians : sends;
          print(workload, count, medians, sends);
        }
      }
      out.println();
      for (SnsServer server : servers) {
        out.printf(
            Locale.ROOT,
            "%s: peak resident memory %.0f MiB.%n",
            server.name(),
            server.process().peakResidentMebibytes());
      }
    } finally {
      servers.forEach(SnsServer::close);
    }
    return 0;
  }

  private static List<SnsServer> measured(List<SnsServer> servers, Workload workload) {
    return workload.tooMuchForOthers() ? servers.subList(0, 1) : servers;
  }

  private void printHead(List<SnsServer> servers) {
    StringBuilder head = new StringBuilder("| call | connections |");
    StringBuilder line = new StringBuilder("|---|---:|");
    for (SnsServer server : servers) {
      head.append(' ').append(server.name());
      head.append(" /s | p50 / p99 ms | CPU µs | a delivery, beside a send |");
      line.append("---:|---:|---:|---:|");
    }
    out.println(head + " ratio |");
    out.println(line + "---:|");
  }

  /**
   * Prints a line.
   *
   * @param sends what was measured of plain sends, the first of the workloads; null if nothing was
   */
  private void print(Workload workload, int connections, List<Sample> medians, List<Sample> sends) {
    out.printf(Locale.ROOT, "| %s | %d |", workload.title(), connections);
    for (int i = 0; i < medians.size(); i++) {
      Sample sample = medians.get(i);
      out.printf(
          Locale.ROOT,
          " %.0f | %s | %.0f | %s |",
          sample.load().rate(),
          sample.latency(),
          sample.cpuMicros(),
          sends == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "%.2f",
                  sample.cpuMicros() / workload.deliveries() / sends.get(i).cpuMicros()));
    }
    if (medians.size() == 1) {
      out.println(" | | | | |");
      return;
    }
    double ratio = medians.getFirst().load().rate() / medians.getLast().load().rate();
    out.println(String.format(Locale.ROOT, " **%.1f** |", ratio));
  }
}
