package io.nephele.bench.secrets;

import io.nephele.bench.load.Medians;
import io.nephele.bench.load.Sample;
import io.nephele.bench.options.Commands;
import io.nephele.bench.options.ComparisonOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
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

/** Parameters, secrets and keys side by side with moto; {@code bench/secrets.sh} starts it. */
@Command(
    name = "secrets",
    description =
        "Measures Parameter Store, Secrets Manager and KMS of Nephele and of another server in"
            + " turns, beside Java's own cryptography.",
    mixinStandardHelpOptions = true)
public final class SecretsBenchmark implements Callable<Integer> {
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

  private SecretsBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    Commands.main(new SecretsBenchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
    List<SecretsServer> servers = new ArrayList<>();
    BareCrypto bare = new BareCrypto();
    try {
      for (Map.Entry<String, String> command : run.commands().entrySet()) {
        servers.add(SecretsServer.start(command.getKey(), command.getValue(), run.logs()));
      }
      heat(servers, bare);
      printHead(servers);
      for (Workload workload : workloads) {
        for (int count : run.connections()) {
          List<Sample> medians =
              Medians.inTurns(
                  servers, run.rounds(), server -> server.measure(workload, count, run.window()));
          print(workload, count, medians, bare.measure(workload, threads(count), run.window()));
        }
      }
      out.println();
      for (SecretsServer server : servers) {
        out.printf(
            Locale.ROOT,
            "%s: peak resident memory %.0f MiB.%n",
            server.name(),
            server.process().peakResidentMebibytes());
      }
    } finally {
      servers.forEach(SecretsServer::close);
    }
    return 0;
  }

  /** Java's own cryptography has the threads that the machine can run at once. */
  private static int threads(int connections) {
    return Math.min(connections, Runtime.getRuntime().availableProcessors());
  }

  private void heat(List<SecretsServer> servers, BareCrypto bare)
      throws IOException, InterruptedException, GeneralSecurityException {
    Duration time = Duration.ofSeconds(heatSeconds);
    for (Workload workload : workloads) {
      for (SecretsServer server : servers) {
        server.measure(workload, HEATING_CONNECTIONS, time);
      }
      bare.measure(workload, 1, time);
    }
  }

  private void printHead(List<SecretsServer> servers) {
    StringBuilder head = new StringBuilder("| call | connections |");
    StringBuilder line = new StringBuilder("|---|---:|");
    for (SecretsServer server : servers) {
      head.append(' ').append(server.name()).append(" /s | p50 / p99 ms | CPU µs |");
      line.append("---:|---:|---:|");
    }
    out.println(head + " ratio | bare JCA /s | CPU µs | Nephele's more |");
    out.println(line + "---:|---:|---:|---:|");
  }

  private void print(
      Workload workload, int connections, List<Sample> medians, BareCrypto.Bare bare) {
    out.printf(Locale.ROOT, "| %s | %d |", workload.title(), connections);
    for (Sample sample : medians) {
      out.printf(
          Locale.ROOT,
          " %.0f | %s | %.0f |",
          sample.load().rate(),
          sample.latency(),
          sample.cpuMicros());
    }
    double ratio = medians.getFirst().load().rate() / medians.getLast().load().rate();
    out.printf(Locale.ROOT, " **%.1f** |", ratio);
    out.println(
        bare == null
            ? " | | |"
            : String.format(
                Locale.ROOT,
                " %.0f | %.0f | %.0f |",
                bare.rate(),
                bare.cpuMicros(),
                medians.getFirst().cpuMicros() - bare.cpuMicros()));
  }
}
