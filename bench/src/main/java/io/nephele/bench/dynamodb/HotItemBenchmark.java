package io.nephele.bench.dynamodb;

import io.nephele.bench.load.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Many clients that add to a number of one item; {@code PART=hot bench/dynamodb.sh} starts it. In
 * the end the number has to be that of the updates that were answered.
 */
@Command(
    name = "dynamodb-hot",
    description = "Updates one item by many clients and looks whether every update was kept.",
    mixinStandardHelpOptions = true)
public final class HotItemBenchmark implements Callable<Integer> {
  @Option(
      names = "--server",
      required = true,
      description = "NAME=command line with @port and @folder. Each is measured by itself.")
  private Map<String, String> commands = new LinkedHashMap<>();

  @Option(names = "--connections", defaultValue = "64")
  private int connections;

  @Option(names = "--heat", description = "Seconds first.", defaultValue = "3")
  private int heatSeconds;

  @Option(names = "--seconds", description = "Seconds of the window.", defaultValue = "10")
  private int seconds;

  @Option(
      names = "--logs",
      description = "Folder of the servers' output and data.",
      defaultValue = "bench/target/logs")
  private Path logs;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private HotItemBenchmark() {}

  /**
   * Runs it and ends the process: 0 when every update was kept, 1 when not, 2 for a wrong option.
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new HotItemBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int result = 0;
    out.println("| server | connections | updates /s | p50 / p99 ms | answered | kept |");
    out.println("|---|---:|---:|---:|---:|---:|");
    for (Map.Entry<String, String> command : commands.entrySet()) {
      try (DynamoDbServer server =
          DynamoDbServer.start(command.getKey(), command.getValue(), logs)) {
        server.createTable();
        server.fill(0, 1, 1);
        Duration heat = Duration.ofSeconds(heatSeconds);
        long answered = server.measure(Workload.UPDATE, connections, heat, 1).load().messages();
        Duration window = Duration.ofSeconds(seconds);
        Sample sample = server.measure(Workload.UPDATE, connections, window, 1);
        answered += sample.load().messages();
        long kept = server.hitsOfFirst();
        out.printf(
            Locale.ROOT,
            "| %s | %d | %.0f | %.2f / %.2f | %d | %d |%n",
            server.name(),
            connections,
            sample.load().rate(),
            sample.load().latency().getValueAtPercentile(50) / 1e6,
            sample.load().latency().getValueAtPercentile(99) / 1e6,
            answered,
            kept);
        result = kept == answered ? result : 1;
      }
    }
    return result;
  }
}
