package io.nephele.bench.lambda;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.options.Commands;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Nephele adds to functions' own time; {@code bench/lambda.sh} starts it. */
@Command(
    name = "lambda",
    description = "Measures invocations, cold starts, concurrency and the polling of a queue.",
    mixinStandardHelpOptions = true)
public final class LambdaBenchmark implements Callable<Integer> {
  private static final long HIGHEST_NANOS = 600_000_000_000L;

  @Option(
      names = "--server",
      required = true,
      description = "Nephele's command line with @port and @folder.")
  private String command;

  @Option(
      names = "--parts",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--languages",
      split = ",",
      description = "Any of python, node, java.",
      defaultValue = "python,node,java")
  private List<String> names;

  @Option(
      names = "--invocations",
      description = "Warm invocations of each language.",
      defaultValue = "2000")
  private int invocations;

  @Option(
      names = "--starts",
      description = "Cold starts of each language, each beside one of the bare program.",
      defaultValue = "20")
  private int starts;

  @Option(names = "--concurrent", description = "Invocations at once.", defaultValue = "200")
  private int concurrent;

  @Option(names = "--messages", description = "Messages of the queue.", defaultValue = "10000")
  private int messages;

  @Option(
      names = "--logs",
      description = "Folder of the server's output and data.",
      defaultValue = "bench/target/logs")
  private Path logs;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** What is measured. */
  enum Part {
    WARM,
    COLD,
    CONCURRENT,
    QUEUE
  }

  private LambdaBenchmark() {}

  /** Runs it and ends the process: 0 when all was measured, 1 when the server failed, 2 else. */
  public static void main(String[] args) {
    Commands.main(new LambdaBenchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Language> languages = new ArrayList<>();
    for (String name : names) {
      languages.add(Language.of(name, logs.resolve("java-function")));
    }
    try (LambdaServer server = LambdaServer.start(command, logs)) {
      for (Language language : languages) {
        server.create(language, language.runtime().replace('.', '-'), language.archive(), 30);
      }
      if (parts.contains(Part.WARM)) {
        out.println("| warm invocation through HTTP | p50 ms | p99 ms |\n|---|---:|---:|");
        for (Language language : languages) {
          warm(server, language);
        }
        out.println();
      }
      if (parts.contains(Part.COLD)) {
        out.println("| cold start | Nephele, p50 ms | bare program, p50 ms | more, ms |");
        out.println("|---|---:|---:|---:|");
        for (Language language : languages) {
          cold(server, language);
        }
        out.println();
      }
      if (parts.contains(Part.CONCURRENT)) {
        new ConcurrentInvocations(server, languages.getFirst(), concurrent).measure(out);
      }
      if (parts.contains(Part.QUEUE)) {
        new QueuedMessages(server, languages.getFirst(), messages).measure(out);
      }
      out.printf(
          Locale.ROOT,
          "Peak resident memory %.0f MiB.%n",
          server.process().peakResidentMebibytes());
    }
    return 0;
  }

  private void warm(LambdaServer server, Language language) throws IOException {
    RequestBytes request = server.invocation(language.runtime().replace('.', '-'));
    Histogram times = new Histogram(HIGHEST_NANOS, 3);
    try (HttpConnection connection = new HttpConnection(server.process().address())) {
      for (int i = -invocations / 4; i < invocations; i++) {
        long begun = System.nanoTime();
        LambdaServer.send(connection, request);
        if (i >= 0) { // the others are to heat
          times.recordValue(System.nanoTime() - begun);
        }
      }
    }
    out.printf(
        Locale.ROOT,
        "| %s (%s) | **%.2f** | %.2f |%n",
        language.title(),
        language.runtime(),
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6);
  }

  /** In turns, so that what disturbs the machine disturbs both alike. */
  private void cold(LambdaServer server, Language language)
      throws IOException, InterruptedException {
    String name = language.runtime().replace('.', '-');
    RequestBytes request = server.invocation(name);
    Histogram cold = new Histogram(HIGHEST_NANOS, 3);
    Histogram bare = new Histogram(HIGHEST_NANOS, 3);
    for (int i = -starts / 4 - 1; i < starts; i++) {
      server.renew(name, i);
      long ofBare = language.startBare();
      long begun = System.nanoTime();
      server.send(request);
      if (i >= 0) {
        cold.recordValue(System.nanoTime() - begun);
        bare.recordValue(ofBare);
      }
    }
    double coldMillis = cold.getValueAtPercentile(50) / 1e6;
    double bareMillis = bare.getValueAtPercentile(50) / 1e6;
    out.printf(
        Locale.ROOT,
        "| %s (%s) | %.0f | %.0f | **%.0f** |%n",
        language.title(),
        language.runtime(),
        coldMillis,
        bareMillis,
        coldMillis - bareMillis);
  }
}
