package io.nephele.bench.sqs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** SQS side by side with ElasticMQ; {@code bench/sqs.sh} starts it. */
@Command(
    name = "sqs",
    description = "Measures SQS of Nephele and of ElasticMQ in turns, in one run.",
    mixinStandardHelpOptions = true)
public final class SqsBenchmark implements Callable<Integer> {
  /** The parts of the benchmark. */
  enum Part {
    THROUGHPUT,
    MILLION,
    POLLERS
  }

  @Option(
      names = "--nephele",
      required = true,
      description = "Command line of Nephele, with @port.")
  private String nephele;

  @Option(
      names = "--elasticmq",
      required = true,
      description = "Command line of ElasticMQ, with @port.")
  private String elasticmq;

  @Option(
      names = "--names",
      split = ",",
      arity = "1",
      description = "Names of the two in the tables.",
      defaultValue = "Nephele,ElasticMQ")
  private List<String> names;

  @Option(
      names = "--parts",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

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

  @Option(
      names = "--rounds",
      description = "Windows of each server and figure.",
      defaultValue = "3")
  private int rounds;

  @Option(
      names = "--heat",
      description = "Seconds that each server does each workload before anything is measured.",
      defaultValue = "8")
  private int heatSeconds;

  @Option(names = "--warm-up", description = "Seconds before each window.", defaultValue = "3")
  private int warmUpSeconds;

  @Option(names = "--seconds", description = "Seconds of a window.", defaultValue = "5")
  private int seconds;

  @Option(
      names = "--logs",
      description = "Folder of the servers' output.",
      defaultValue = "bench/target/logs")
  private Path logs;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private SqsBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new SqsBenchmark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (parts.contains(Part.THROUGHPUT)) {
      try (Contender a = startNephele();
          Contender b = startElasticMq()) {
        a.heat(workloads, Duration.ofSeconds(heatSeconds));
        b.heat(workloads, Duration.ofSeconds(heatSeconds));
        new Throughput(a, b, out)
            .run(
                List.copyOf(workloads),
                connections,
                rounds,
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(seconds));
      }
      out.println();
    }
    if (parts.contains(Part.MILLION)) {
      oneByOne(MillionMessages::run);
    }
    if (parts.contains(Part.POLLERS)) {
      oneByOne(IdleLongPollers::run);
    }
    return 0;
  }

  private void oneByOne(Probe probe) throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      try (Contender server = i == 0 ? startNephele() : startElasticMq()) {
        probe.run(server, out);
      } catch (IOException e) {
        // The other's figure is still worth having: out of memory is a result too.
        out.println(names.get(i) + " failed: " + e.getMessage());
      }
    }
    out.println();
  }

  private Contender startNephele() throws IOException, InterruptedException {
    return Contender.start(names.get(0), nephele, logs);
  }

  private Contender startElasticMq() throws IOException, InterruptedException {
    return Contender.start(names.get(1), elasticmq, logs);
  }

  /** A measurement of a fresh server. */
  @FunctionalInterface
  private interface Probe {
    void run(Contender server, PrintStream out) throws IOException, InterruptedException;
  }
}
