package io.nephele.bench.events;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.RequestSteps;
import io.nephele.bench.load.Step;
import io.nephele.bench.options.Commands;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** EventBridge and its scheduler; {@code bench/events.sh} starts it. */
@Command(
    name = "events",
    description = "Measures events from put to delivery, and schedules over a simulated year.",
    mixinStandardHelpOptions = true)
public final class EventsBenchmark implements Callable<Integer> {
  private static final int[] RULES = {1, 100, 2000};
  private static final int CONNECTIONS = 16;
  private static final int TARGETS = 5;
  private static final int YEAR_HOURS = 8760;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  @Option(
      names = "--server",
      required = true,
      description = "A command line with @port and @folder.")
  private String command;

  @Option(
      names = "--parts",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(names = "--seconds", description = "Of a window.", defaultValue = "10")
  private int seconds;

  @Option(names = "--rate", description = "Events a second for latency.", defaultValue = "500")
  private int rate;

  @Option(names = "--events", description = "Events to be delivered.", defaultValue = "20000")
  private int events;

  @Option(names = "--runs", description = "Runs of functions.", defaultValue = "2000")
  private int runs;

  @Option(names = "--hourly", description = "Hourly schedules in a year.", defaultValue = "1000")
  private int hourly;

  @Option(names = "--hours", description = "How long the year is.", defaultValue = "" + YEAR_HOURS)
  private int hours;

  @Option(names = "--schedules", description = "Schedules to be kept.", defaultValue = "1000000")
  private int schedules;

  @Option(names = "--logs", description = "Folder of output.", defaultValue = "bench/target/logs")
  private Path logs;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private EventsBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when a server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    Commands.main(new EventsBenchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Part part : parts) {
      try (EventsServer server = EventsServer.start(command, logs)) {
        switch (part) {
          case PUTS -> puts(server);
          case LATENCY -> latency(server);
          case DELIVERIES -> deliveries(server);
          case FUNCTIONS -> functions(server);
          case YEAR -> year(server);
          case SCHEDULES -> schedules(server);
        }
        say("  peak resident memory %.0f MiB", server.process().peakResidentMebibytes());
      }
    }
    return 0;
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  /** Puts of events that one rule of many matches, which has no target. */
  private void puts(EventsServer server) throws IOException {
    int made = 0;
    for (int rules : RULES) {
      for (; made < rules; made++) {
        server.rule(
            "r" + made,
            "{\"source\":[\"shop\"],\"detail\":{\"kind\":[\"k"
                + made
                + "\"],"
                + "\"total\":[{\"numeric\":[\">\","
                + made
                + "]}]}}");
      }
      RequestBytes request =
          server.putEvents("{\"kind\":\"k0\",\"total\":250,\"text\":\"" + "x".repeat(800) + "\"}");
      run(server, request, Duration.ofSeconds(3));
      double cpu = server.process().cpuSeconds();
      LoadResult result = run(server, request, Duration.ofSeconds(seconds));
      say(
          "PutEvents of one event of 1 KB, %d rules: %.0f/s, p50 %.2f ms, p99 %.2f ms, CPU %.0f µs",
          rules,
          result.rate(),
          millis(result.latency(), 50),
          millis(result.latency(), 99),
          (server.process().cpuSeconds() - cpu) * 1e6 / result.messages());
    }
  }

  private static LoadResult run(EventsServer server, RequestBytes request, Duration time)
      throws IOException {
    return new LoadRun(server.process().address())
        .run(
            CONNECTIONS,
            time,
            () -> new RequestSteps(new RequestBytes[] {request}, CONNECTIONS).next());
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  private void latency(EventsServer server) throws IOException, InterruptedException {
    server.queue("inbox", 300);
    server.rule("all", "{\"source\":[\"shop\"]}", EventsServer.queueArn("inbox"));
    new PacedEvents(server, "inbox").run(rate, Duration.ofSeconds(Math.max(1, seconds / 2)));
    Histogram nanos = new PacedEvents(server, "inbox").run(rate, Duration.ofSeconds(seconds));
    say(
        "From put to receipt from a queue at %d events/s: p50 %.1f ms, p99 %.1f ms, most %.1f ms",
        rate, millis(nanos, 50), millis(nanos, 99), nanos.getMaxValue() / 1e6);
  }

  private void deliveries(EventsServer server) throws IOException {
    String[] targets = new String[TARGETS];
    for (int i = 0; i < TARGETS; i++) {
      server.queue("q" + i, 3600);
      targets[i] = EventsServer.queueArn("q" + i);
    }
    server.rule("all", "{\"source\":[\"shop\"]}", targets);
    double time = deliver(server, "q", TARGETS, events, TARGETS);
    say("%d events to %d queues: %.0f deliveries/s", events, TARGETS, events * TARGETS / time);
  }

  private void functions(EventsServer server) throws IOException {
    server.queue("done0", 3600);
    String function = server.function("run", server.role(), "done0");
    server.rule("all", "{\"source\":[\"shop\"]}", function);
    deliver(server, "done", 1, Math.min(50, runs), 1);
    long before = server.messages("done", 1);
    double time = deliver(server, "done", 1, runs, 1, before);
    say("%d events to a function that runs: %.0f deliveries/s", runs, runs / time);
  }

  private static double deliver(
      EventsServer server, String queue, int queues, int count, int targets) throws IOException {
    return deliver(server, queue, queues, count, targets, 0);
  }

  /** The seconds from the first put until queues have all messages. */
  private static double deliver(
      EventsServer server, String queue, int queues, int count, int targets, long before)
      throws IOException {
    RequestBytes request = server.putEvents("{\"n\":1}");
    long start = System.nanoTime();
    AtomicInteger left = new AtomicInteger(count);
    new LoadRun(server.process().address())
        .run(CONNECTIONS, LONGEST, () -> new Some(request, left));
    while (server.messages(queue, queues) - before < (long) count * targets) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw new IOException("The events were not delivered in " + LONGEST + ".");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void year(EventsServer server) throws IOException {
    server.queue("ticks", 3600);
    String role = server.role();
    create(server, hourly, role, number -> "cron(0 * * * ? *)");
    long start = System.nanoTime();
    for (int done = 0; done < hours; done += 24 * 7) {
      server.advance(Math.min(24 * 7, hours - done));
    }
    double time = (System.nanoTime() - start) / 1e9;
    double firings = (double) hourly * hours;
    say(
        "%d hourly schedules over %d hours: %.1f s, %.1f µs a firing",
        hourly, hours, time, time * 1e6 / firings);
  }

  private void schedules(EventsServer server) throws IOException, InterruptedException {
    server.queue("ticks", 3600);
    String role = server.role();
    int tenth = Math.max(1, schedules / 10);
    for (int made = 0; made < schedules; made += tenth) {
      int first = made;
      long start = System.nanoTime();
      int count = Math.min(tenth, schedules - made);
      create(server, count, role, number -> daily(first + number), first);
      say(
          "%d schedules: %.0f/s, heap %.0f MiB, resident %.0f MiB",
          made + count,
          count * 1e9 / (System.nanoTime() - start),
          server.process().usedHeapMebibytes(),
          server.process().residentMebibytes());
    }
  }

  /** Each minute of the day has some. */
  private static String daily(int number) {
    return "cron(" + number % 60 + " " + number / 60 % 24 + " * * ? *)";
  }

  private interface Expression {
    String of(int number);
  }

  private static void create(EventsServer server, int count, String role, Expression expression)
      throws IOException {
    create(server, count, role, expression, 0);
  }

  private static void create(
      EventsServer server, int count, String role, Expression expression, int first)
      throws IOException {
    AtomicInteger next = new AtomicInteger();
    new LoadRun(server.process().address())
        .run(
            Math.min(CONNECTIONS, count),
            LONGEST.multipliedBy(2),
            () ->
                new Some(null, null) {
                  @Override
                  public RequestBytes begin() {
                    int number = next.getAndIncrement();
                    number = Math.min(number, count - 1);
                    return server.schedule(
                        "s" + (first + number), expression.of(number), role, "ticks");
                  }

                  @Override
                  boolean isLast() {
                    return next.get() >= count;
                  }
                });
  }

  /** Sends a request until there have been enough. */
  private static class Some implements Step {
    private final RequestBytes request;
    private final AtomicInteger left;

    private Some(RequestBytes request, AtomicInteger left) {
      this.request = request;
      this.left = left;
    }

    @Override
    public RequestBytes begin() {
      return request;
    }

    @Override
    public RequestBytes next(HttpConnection answered) throws IOException {
      if (answered.status() != 200 && answered.status() != 409) {
        throw new IOException("Answered " + answered.status() + ": " + answered.bodyText());
      }
      return null;
    }

    boolean isLast() {
      return left.decrementAndGet() <= 0;
    }

    @Override
    public int handled() {
      return isLast() ? 0 : 1;
    }
  }
}
