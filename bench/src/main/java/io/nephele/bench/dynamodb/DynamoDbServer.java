package io.nephele.bench.dynamodb;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.RequestSteps;
import io.nephele.bench.load.Sample;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server under test with a table of items. */
final class DynamoDbServer implements AutoCloseable {
  private static final String TABLE =
      """
      {"TableName":"bench","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
      {"AttributeName":"sk","AttributeType":"N"},{"AttributeName":"owner","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
      {"AttributeName":"sk","KeyType":"RANGE"}],
      "GlobalSecondaryIndexes":[{"IndexName":"by-owner","Projection":{"ProjectionType":"ALL"},
      "KeySchema":[{"AttributeName":"owner","KeyType":"HASH"}]}]}
      """;

  private static final int CALLS = 500;

  /** Where the items are many, so that few of them are read again and again. */
  private static final int FAR_CALLS = 10_000;

  private static final Pattern HITS = Pattern.compile("\"hits\":\\{\"N\":\"(\\d+)\"");

  private final String name;
  private final ServerProcess process;
  private final Requests requests;

  private DynamoDbServer(String name, ServerProcess process) {
    this.name = name;
    this.process = process;
    this.requests = new Requests(process.address());
  }

  /**
   * Starts a server on a free port.
   *
   * @param command its command line, words separated by spaces, with {@code @port} and {@code
   *     @folder} where a port and an empty folder are to stand
   */
  static DynamoDbServer start(String name, String command, Path logs)
      throws IOException, InterruptedException {
    return new DynamoDbServer(name, ServerProcess.start(name, command, logs));
  }

  String name() {
    return name;
  }

  ServerProcess process() {
    return process;
  }

  /** Makes the table and that many items. */
  void fill(int items) throws IOException {
    createTable();
    fill(0, items, 1);
  }

  /** Makes the table. */
  void createTable() throws IOException {
    try (HttpConnection connection = new HttpConnection(process.address())) {
      send(connection, requests.call("CreateTable", TABLE.replace("\n", "")));
      while (!isActive(connection)) {
        Thread.onSpinWait();
      }
    }
  }

  /** Makes the items of the numbers [from, to). */
  LoadResult fill(int from, int to, int connections) throws IOException {
    AtomicInteger next = new AtomicInteger(from);
    return new LoadRun(process.address())
        .run(connections, Duration.ofHours(2), () -> new FillStep(requests, next, to));
  }

  /** What the item of number 0 has as {@code hits}: 0 to begin with. */
  long hitsOfFirst() throws IOException {
    try (HttpConnection connection = new HttpConnection(process.address())) {
      send(connection, requests.call(Workload.GET.operation(), Workload.GET.body(0)));
      Matcher hits = HITS.matcher(connection.bodyText());
      if (!hits.find()) {
        throw new IOException("No hits in " + connection.bodyText());
      }
      return Long.parseLong(hits.group(1));
    }
  }

  private boolean isActive(HttpConnection connection) throws IOException {
    send(connection, requests.call("DescribeTable", "{\"TableName\":\"bench\"}"));
    return !connection.bodyText().contains("\"CREATING\"");
  }

  private static void send(HttpConnection connection, RequestBytes request) throws IOException {
    connection.exchange(request);
    if (connection.status() != 200) {
      throw new IOException("Answered " + connection.status() + ": " + connection.bodyText());
    }
  }

  /** One window of a workload. */
  Sample measure(Workload workload, int connections, Duration time)
      throws IOException, InterruptedException {
    return measure(workload, connections, time, Workload.ITEMS);
  }

  /** One window of a workload on some of the first so many items, chosen at random. */
  Sample measure(Workload workload, int connections, Duration time, int items)
      throws IOException, InterruptedException {
    Random random = new Random(connections);
    RequestBytes[] calls = new RequestBytes[items > Workload.ITEMS ? FAR_CALLS : CALLS];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = requests.call(workload.operation(), workload.body(random.nextInt(items)));
    }
    RequestSteps steps = new RequestSteps(calls, connections);
    double cpu = process.cpuSeconds();
    LoadResult result = new LoadRun(process.address()).run(connections, time, steps::next);
    return new Sample(result, process.cpuSeconds() - cpu);
  }

  @Override
  public void close() {
    process.close();
  }
}
