package io.nephele.bench.dynamodb;

import io.nephele.bench.dynamodb.DynamoDbServer.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** DynamoDB side by side with DynamoDB Local; {@code bench/dynamodb.sh} starts it. */
@Command(
    name = "dynamodb",
    description = "Measures DynamoDB of Nephele and of another server in turns, in one run.",
    mixinStandardHelpOptions = true)
public final class DynamoDbBenchmark implements Callable<Integer> {
  @Option(
      names = "--server",
      required = true,
      description = "NAME=command line with @port and @folder; Nephele first. To be given twice.")
  private Map<String, String> commands = new LinkedHashMap<>();

  @Option(
      names = "--workloads",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Workload> workloads = EnumSet.allOf(Workload.class);

  @Option(
      names = "--connections",
      split = ",",
      description = "Numbers of connections.",
      defaultValue = "1,16,64")
  private List<Integer> connections;

  @Option(names = "--rounds", description = "Windows of each figure.", defaultValue = "3")
  private int rounds;

  @Option(names = "--heat", description = "Seconds of each workload first.", defaultValue = "3")
  private int heatSeconds;

  @Option(names = "--seconds", description = "Seconds of a window.", defaultValue = "2")
  private int seconds;

  @Option(
      names = "--logs",
      description = "Folder of the servers' output and data.",
      defaultValue = "bench/target/logs")
  private Path logs;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private DynamoDbBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new DynamoDbBenchmark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<DynamoDbServer> servers = new ArrayList<>();
    try {
      for (Map.Entry<String, String> command : commands.entrySet()) {
        DynamoDbServer server = DynamoDbServer.start(command.getKey(), command.getValue(), logs);
        servers.add(server);
        server.fill(Workload.ITEMS);
      }
      for (DynamoDbServer server : servers) {
        for (Workload workload : workloads) {
          server.measure(workload, 16, Duration.ofSeconds(heatSeconds));
        }
      }
      out.printf(
          "| operation | connections | %1$s /s | %2$s /s | ratio | %1$s p50 / p99 ms | %2$s p50 /"
              + " p99 ms | CPU µs, %1$s | %2$s |%n",
          servers.get(0).name(), servers.get(1).name());
      out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
      for (Workload workload : workloads) {
        for (int count : connections) {
          print(workload, count, median(servers, workload, count));
        }
      }
      out.println();
      for (DynamoDbServer server : servers) {
        out.printf(
            Locale.ROOT,
            "%s: peak resident memory %.0f MiB.%n",
            server.name(),
            server.process().peakResidentMebibytes());
      }
    } finally {
      servers.forEach(DynamoDbServer::close);
    }
    return 0;
  }

  /** The median window of each server, measured in turns. */
  private List<Sample> median(List<DynamoDbServer> servers, Workload workload, int count)
      throws IOException, InterruptedException {
    List<List<Sample>> all = new ArrayList<>();
    servers.forEach(server -> all.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < servers.size(); i++) {
        all.get(i).add(servers.get(i).measure(workload, count, Duration.ofSeconds(seconds)));
      }
    }
    List<Sample> medians = new ArrayList<>();
    for (List<Sample> ofServer : all) {
      ofServer.sort(Comparator.comparingDouble(sample -> sample.load().rate()));
      medians.add(ofServer.get(ofServer.size() / 2));
    }
    return medians;
  }

  private void print(Workload workload, int count, List<Sample> medians) {
    Sample a = medians.get(0);
    Sample b = medians.get(1);
    out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f | %.0f | **%.1f** | %s | %s | %.0f | %.0f |%n",
        workload.title(),
        count,
        a.load().rate(),
        b.load().rate(),
        a.load().rate() / b.load().rate(),
        latency(a),
        latency(b),
        a.cpuMicros(),
        b.cpuMicros());
  }

  private static String latency(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f",
        sample.load().latency().getValueAtPercentile(50) / 1e6,
        sample.load().latency().getValueAtPercentile(99) / 1e6);
  }
}
