package io.nephele.bench.kinesis;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.RequestSteps;
import io.nephele.bench.load.Sample;
import io.nephele.bench.load.Step;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A server under test with streams of some numbers of shards: one of each that is put into, one
 * with a hundred records a shard that is read, and one for both. Nephele's clock is fast, because
 * what a shard takes and gives in a second is enforced by it.
 */
final class KinesisServer implements AutoCloseable {
  private static final int CLOCK_SPEED = 1000;
  private static final int CALLS = 500;
  private static final int MOST_HOURS = 8760;
  private static final int HOURS_OF_OTHERS = 168;
  private static final String DATA = Base64.getEncoder().encodeToString(new byte[1000]);

  private final String name;
  private final ServerProcess process;
  private final String host;
  private int retentionHours = HOURS_OF_OTHERS;

  private KinesisServer(String name, ServerProcess process) {
    this.name = name;
    this.process = process;
    InetSocketAddress address = process.address();
    this.host = address.getHostString() + ":" + address.getPort();
  }

  /**
   * Starts a server on a free port.
   *
   * @param command its command line, words separated by spaces, with {@code @port} where a port is
   *     to stand
   */
  static KinesisServer start(String name, String command, Path logs)
      throws IOException, InterruptedException {
    return new KinesisServer(name, ServerProcess.start(name, command, logs));
  }

  String name() {
    return name;
  }

  ServerProcess process() {
    return process;
  }

  /** Has Nephele's time go so fast that no shard is full. */
  void hurry() throws IOException {
    retentionHours = MOST_HOURS;
    try (HttpConnection connection = new HttpConnection(process.address())) {
      send(connection, new RequestBytes(host, "/_nephele/clock?speed=" + CLOCK_SPEED, ""));
    }
  }

  /** Makes the streams, and the records that are read. */
  void fill(List<Integer> shardCounts) throws IOException {
    try (HttpConnection connection = new HttpConnection(process.address())) {
      for (int shards : shardCounts) {
        create(connection, "puts-" + shards, shards);
        create(connection, "through-" + shards, shards);
        String stream = "gets-" + shards;
        create(connection, stream, shards);
        String retention = ",\"RetentionPeriodHours\":" + retentionHours + "}";
        send(connection, call("IncreaseStreamRetentionPeriod", named(stream) + retention));
        await(connection, stream);
        for (int shard = 0; shard < shards; shard++) {
          send(connection, putInto(stream, shard, shards));
        }
      }
    }
  }

  private RequestBytes putInto(String stream, int shard, int shards) {
    String entries = entries(Workload.GET.records(), i -> into(shard, shards));
    return call("PutRecords", named(stream) + ",\"Records\":[" + entries + "]}");
  }

  private static String named(String stream) {
    return "{\"StreamName\":\"" + stream + "\"";
  }

  private void create(HttpConnection connection, String stream, int shards) throws IOException {
    send(connection, call("CreateStream", named(stream) + ",\"ShardCount\":" + shards + "}"));
    await(connection, stream);
  }

  private void await(HttpConnection connection, String stream) throws IOException {
    do {
      send(connection, call("DescribeStreamSummary", named(stream) + "}"));
    } while (!connection.bodyText().contains("\"ACTIVE\""));
  }

  /** One window of a workload. */
  Sample measure(Workload workload, int shards, int connections, Duration time)
      throws IOException, InterruptedException {
    Supplier<Step> steps = steps(workload, shards, connections);
    double cpu = process.cpuSeconds();
    LoadResult result = new LoadRun(process.address()).run(connections, time, steps);
    return new Sample(result, process.cpuSeconds() - cpu);
  }

  private Supplier<Step> steps(Workload workload, int shards, int connections) {
    AtomicInteger next = new AtomicInteger();
    return switch (workload) {
      case PUT, PUT_MANY ->
          new RequestSteps(puts("puts-" + shards, workload.records()), connections)::next;
      case GET ->
          () -> {
            int shard = next.getAndIncrement() % shards;
            return new GetStep(
                iterator("gets-" + shards, shard, "TRIM_HORIZON"), call("GetRecords", ""));
          };
      case THROUGH ->
          () -> {
            int shard = next.getAndIncrement() % shards;
            String stream = "through-" + shards;
            return new ThroughStep(
                iterator(stream, shard, "LATEST"),
                call("PutRecord", named(stream) + "," + into(shard, shards) + "}"),
                call("GetRecords", ""));
          };
    };
  }

  private RequestBytes iterator(String stream, int shard, String type) {
    String id = String.format(Locale.ROOT, "shardId-%012d", shard);
    return call(
        "GetShardIterator",
        named(stream) + ",\"ShardIteratorType\":\"" + type + "\",\"ShardId\":\"" + id + "\"}");
  }

  private RequestBytes[] puts(String stream, int records) {
    Random random = new Random(1);
    RequestBytes[] calls = new RequestBytes[CALLS];
    for (int i = 0; i < CALLS; i++) {
      calls[i] =
          records == 1
              ? call("PutRecord", named(stream) + "," + anywhere(random) + "}")
              : call(
                  "PutRecords",
                  named(stream)
                      + ",\"Records\":["
                      + entries(records, r -> anywhere(random))
                      + "]}");
    }
    return calls;
  }

  static String entries(int count, IntFunction<String> entry) {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < count; i++) {
      entries.append(i == 0 ? "{" : ",{").append(entry.apply(i)).append('}');
    }
    return entries.toString();
  }

  private static String anywhere(Random random) {
    return "\"PartitionKey\":\"user-" + random.nextInt(100_000) + "\",\"Data\":\"" + DATA + "\"";
  }

  static String into(int shard, int shards) {
    BigInteger size = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(shards));
    String hash = size.multiply(BigInteger.valueOf(shard)).add(BigInteger.TEN).toString();
    return "\"PartitionKey\":\"k\",\"ExplicitHashKey\":\"" + hash + "\",\"Data\":\"" + DATA + "\"";
  }

  static void send(HttpConnection connection, RequestBytes request) throws IOException {
    connection.exchange(request);
    Answers.requireSuccess(connection);
  }

  /** The signature is not looked at by the servers under test. */
  RequestBytes call(String operation, String json) {
    return new RequestBytes(
            host,
            "/",
            "X-Amz-Target: Kinesis_20131202."
                + operation
                + "\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Date: 20261121T000000Z\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/kinesis/"
                + "aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n")
        .add(json)
        .finish();
  }

  @Override
  public void close() {
    process.close();
  }
}
