package io.nephele.bench.dynamodb;

import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How calls of DynamoDB fare as a table grows; {@code PART=growth bench/dynamodb.sh} starts it. The
 * items that are read and written are any of the table's.
 */
@Command(
    name = "dynamodb-growth",
    description = "Fills a table and measures get, put and query at each of some sizes.",
    mixinStandardHelpOptions = true)
public final class GrowthBenchmark implements Callable<Integer> {
  private static final List<Workload> WORKLOADS =
      List.of(Workload.GET, Workload.PUT, Workload.QUERY_20);

  @Option(
      names = "--server",
      required = true,
      description = "NAME=command line with @port and @folder. Each is measured by itself.")
  private Map<String, String> commands = new LinkedHashMap<>();

  @Option(
      names = "--items",
      split = ",",
      description = "Sizes of the table, growing.",
      defaultValue = "10000,1000000,10000000")
  private List<Integer> sizes;

  @Option(names = "--connections", split = ",", defaultValue = "1,16")
  private List<Integer> connections;

  @Option(names = "--heat", description = "Seconds of each workload first.", defaultValue = "5")
  private int heatSeconds;

  @Option(names = "--seconds", description = "Seconds of a window.", defaultValue = "5")
  private int seconds;

  @Option(
      names = "--logs",
      description = "Folder of the servers' output and data.",
      defaultValue = "bench/target/logs")
  private Path logs;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private GrowthBenchmark() {}

  /** Runs it and ends the process: 0 when all was measured, 1 when not, 2 for a wrong option. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new GrowthBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Map.Entry<String, String> command : commands.entrySet()) {
      try (DynamoDbServer server =
          DynamoDbServer.start(command.getKey(), command.getValue(), logs)) {
        server.createTable();
        out.println(
            "| server | items | operation | connections | /s | p50 ms | p99 ms | p99.9 ms | CPU µs"
                + " |");
        out.println("|---|---:|---|---:|---:|---:|---:|---:|---:|");
        int filled = 0;
        for (int size : sizes) {
          LoadResult fill = server.fill(filled, size, 4);
          filled = size;
          out.printf(
              Locale.ROOT,
              "| %s | %d | filling | 4 | %.0f | | | | |%n",
              server.name(),
              size,
              fill.rate());
          measure(server, size);
        }
        out.printf(
            Locale.ROOT,
            "%n%s: resident memory %.0f MiB, at its peak %.0f MiB.%n%n",
            server.name(),
            server.process().residentMebibytes(),
            server.process().peakResidentMebibytes());
      }
    }
    return 0;
  }

  private void measure(DynamoDbServer server, int size) throws IOException, InterruptedException {
    for (Workload workload : WORKLOADS) {
      server.measure(workload, 16, Duration.ofSeconds(heatSeconds), size);
    }
    for (Workload workload : WORKLOADS) {
      for (int count : connections) {
        Sample sample = server.measure(workload, count, Duration.ofSeconds(seconds), size);
        out.printf(
            Locale.ROOT,
            "| %s | %d | %s | %d | %.0f | %.2f | %.2f | %.2f | %.0f |%n",
            server.name(),
            size,
            workload.title(),
            count,
            sample.load().rate(),
            millis(sample, 50),
            millis(sample, 99),
            millis(sample, 99.9),
            sample.cpuMicros());
      }
    }
  }

  private static double millis(Sample sample, double percentile) {
    return sample.load().latency().getValueAtPercentile(percentile) / 1e6;
  }
}
