package io.nephele.bench.logs;

import io.nephele.bench.options.Commands;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** CloudWatch Logs: taking events, and queries over many; {@code bench/logs.sh} starts it. */
@Command(
    name = "logs",
    description = "Measures how fast log events are taken, and how long queries over them take.",
    mixinStandardHelpOptions = true)
public final class LogsBenchmark implements Callable<Integer> {
  private static final List<String> QUERIES =
      List.of(
          "stats count(*) by bin(5m)",
          "stats count(*), avg(ms), pct(ms, 95) by level",
          "filter level = 'ERROR' and ms > 990 | stats count(*) by bin(5m)",
          "filter @message like /needle/ | fields @timestamp, @message",
          "fields @timestamp, ms | sort ms desc | limit 20",
          "fields @message | limit 20");

  private static final Pattern ID = Pattern.compile("\"queryId\":\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([A-Za-z]+)\"");
  private static final Pattern TOKEN = Pattern.compile("\"nextToken\":\"([^\"]+)\"");
  private static final long HOUR = 3_600_000;

  @Option(
      names = "--server",
      required = true,
      description = "The command line of the server, with @port and @folder.")
  private String command;

  @Option(names = "--events", description = "How many.", defaultValue = "10000000")
  private long events;

  @Option(names = "--batch", description = "Events of a call.", defaultValue = "1000")
  private int batch;

  @Option(names = "--connections", description = "That put, as many streams.", defaultValue = "8")
  private int connections;

  @Option(names = "--rounds", description = "Of all queries; the best counts.", defaultValue = "3")
  private int rounds;

  @Option(
      names = "--logs",
      description = "Folder of the server's output and data.",
      defaultValue = "bench/target/logs")
  private Path logs;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private LogsBenchmark() {}

  /**
   * Runs it and ends the process: 0 when all was measured, 1 when the server failed, 2 for a wrong
   * option.
   */
  public static void main(String[] args) {
    Commands.main(new LogsBenchmark(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start("Nephele", command, logs);
        LogsClient client = new LogsClient(server.address())) {
      client.call("CreateLogGroup", "{\"logGroupName\":\"g\"}");
      long from = System.currentTimeMillis() - HOUR;
      long start = System.nanoTime();
      double cpu = server.cpuSeconds();
      new PutEvents(server.address(), batch, from, HOUR).run(events, connections);
      double seconds = (System.nanoTime() - start) / 1e9;
      out.printf(
          Locale.ROOT,
          "%,d events in calls of %d over %d connections: %,.0f a second, %.2f µs of CPU each.%n%n",
          events,
          batch,
          connections,
          events / seconds,
          (server.cpuSeconds() - cpu) * 1e6 / events);
      out.println("| query over all events | seconds | ns an event |");
      out.println("|---|---:|---:|");
      for (String query : QUERIES) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
          best = Math.min(best, query(client, query, from));
        }
        print(query, best);
      }
      print("FilterLogEvents, pattern needle", filter(client));
      out.println();
      out.printf(
          Locale.ROOT,
          "Peak resident memory %.0f MiB (%s).%n",
          server.peakResidentMebibytes(),
          server.memorySettings());
    }
    return 0;
  }

  private void print(String query, double seconds) {
    out.printf(
        Locale.ROOT,
        "| `%s` | %.2f | %.0f |%n",
        query.replace("|", "\\|"),
        seconds,
        seconds * 1e9 / events);
  }

  /** How many seconds a query takes until its results are there. */
  private static double query(LogsClient client, String query, long from)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String id =
        find(
            ID,
            client.call(
                "StartQuery",
                "{\"logGroupName\":\"g\",\"startTime\":"
                    + (from / 1000 - 1)
                    + ",\"endTime\":"
                    + (from + 2 * HOUR) / 1000
                    + ",\"queryString\":\""
                    + query
                    + "\"}"));
    while (true) {
      String answer = client.call("GetQueryResults", "{\"queryId\":\"" + id + "\"}");
      String status = find(STATUS, answer);
      if (status.equals("Complete")) {
        return (System.nanoTime() - start) / 1e9;
      }
      if (!status.equals("Scheduled") && !status.equals("Running")) {
        throw new IOException(query + ": " + answer);
      }
      Thread.sleep(5);
    }
  }

  /** How many seconds it takes to page through what a pattern finds. */
  private static double filter(LogsClient client) throws IOException {
    long start = System.nanoTime();
    String token = null;
    do {
      String answer =
          client.call(
              "FilterLogEvents",
              "{\"logGroupName\":\"g\",\"filterPattern\":\"needle\""
                  + (token == null ? "" : ",\"nextToken\":\"" + token + "\"")
                  + "}");
      token = find(TOKEN, answer);
    } while (token != null);
    return (System.nanoTime() - start) / 1e9;
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
