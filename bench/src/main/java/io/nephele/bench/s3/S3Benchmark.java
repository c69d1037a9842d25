package io.nephele.bench.s3;

import io.nephele.bench.options.Commands;
import io.nephele.bench.options.ComparisonOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** S3 side by side with other servers; {@code bench/s3.sh} starts it. */
@Command(
    name = "s3",
    description = "Measures S3 of Nephele and of other servers in turns, in one run.",
    mixinStandardHelpOptions = true)
public final class S3Benchmark implements Callable<Integer> {
  /** The parts of the benchmark. */
  enum Part {
    SMALL,
    LARGE,
    LISTING,
    GROWTH
  }

  @Mixin private ComparisonOptions run = new ComparisonOptions(3);

  @Option(
      names = "--parts",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all but growth by default.")
  private Set<Part> parts = EnumSet.complementOf(EnumSet.of(Part.GROWTH));

  @Option(
      names = "--sizes",
      split = ",",
      description = "Bytes of small objects.",
      defaultValue = "1024,4096,1048576")
  private List<Integer> sizes;

  @Option(names = "--warm-up", description = "Seconds before each window.", defaultValue = "2")
  private int warmUpSeconds;

  @Option(names = "--large", description = "MB of the large object.", defaultValue = "1024")
  private int largeMebibytes;

  @Option(names = "--keys", description = "Keys of the listing.", defaultValue = "100000")
  private int keys;

  @Option(
      names = "--growth",
      split = ",",
      description = "Sizes of the growing bucket.",
      defaultValue = "10000,1000000,10000000")
  private List<Integer> growth;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private S3Benchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    Commands.main(new S3Benchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<S3Server> servers = new ArrayList<>();
    try {
      for (Map.Entry<String, String> command : run.commands().entrySet()) {
        servers.add(S3Server.start(command.getKey(), command.getValue(), run.logs()));
      }
      if (parts.contains(Part.SMALL)) {
        new SmallObjects(servers, out, Duration.ofSeconds(warmUpSeconds), run.window())
            .run(sizes, run.connections(), run.rounds());
      }
      if (parts.contains(Part.LISTING)) {
        new Listing(out).whole(servers, keys);
      }
      if (parts.contains(Part.LARGE)) {
        new LargeObject(out, largeMebibytes).run(servers, run.logs());
      }
      if (parts.contains(Part.GROWTH)) {
        new Listing(out).growth(servers.getFirst(), growth);
      }
    } finally {
      servers.forEach(S3Server::close);
    }
    return 0;
  }
}
