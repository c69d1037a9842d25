package io.nephele.bench.sqs;

import io.nephele.bench.options.Commands;
import io.nephele.bench.options.ComparisonOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private ComparisonOptions run = new ComparisonOptions(5);

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
      names = "--heat",
      description = "Seconds that each server does each workload before anything is measured.",
      defaultValue = "8")
  private int heatSeconds;

  @Option(names = "--warm-up", description = "Seconds before each window.", defaultValue = "3")
  private int warmUpSeconds;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private SqsBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    Commands.main(new SqsBenchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (parts.contains(Part.THROUGHPUT)) {
      try (Contender a = start(0);
          Contender b = start(1)) {
        a.heat(workloads, Duration.ofSeconds(heatSeconds));
        b.heat(workloads, Duration.ofSeconds(heatSeconds));
        new Throughput(a, b, out)
            .run(
                List.copyOf(workloads),
                run.connections(),
                run.rounds(),
                Duration.ofSeconds(warmUpSeconds),
                run.window());
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
    for (int i = 0; i < run.commands().size(); i++) {
      try (Contender server = start(i)) {
        probe.run(server, out);
      } catch (IOException e) {
        // The other's figure is still worth having: out of memory is a result too.
        out.println(name(i) + " failed: " + e.getMessage());
      }
    }
    out.println();
  }

  private String name(int server) {
    return List.copyOf(run.commands().keySet()).get(server);
  }

  private Contender start(int server) throws IOException, InterruptedException {
    return Contender.start(name(server), run.commands().get(name(server)), run.logs());
  }

  /** A measurement of a fresh server. */
  @FunctionalInterface
  private interface Probe {
    void run(Contender server, PrintStream out) throws IOException, InterruptedException;
  }
}
