package io.nephele.bench.kinesis;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.RequestSteps;
import io.nephele.bench.load.Sample;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server under test with two streams: one that is put into, and one with a hundred records a
 * shard that is read. They have so many shards that no server has a reason to refuse a call.
 */
final class KinesisServer implements AutoCloseable {
  private static final int PUT_SHARDS = 200;
  private static final int GET_SHARDS = 400;
  private static final int CALLS = 500;
  private static final Pattern ITERATOR = Pattern.compile("\"ShardIterator\":\"([^\"]+)\"");
  private static final String DATA = Base64.getEncoder().encodeToString(new byte[1000]);

  private final String name;
  private final ServerProcess process;
  private final String host;

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

  /** Makes the streams, and the records that are read. */
  void fill() throws IOException {
    try (HttpConnection connection = new HttpConnection(process.address())) {
      create(connection, "puts", PUT_SHARDS);
      create(connection, "gets", GET_SHARDS);
      BigInteger size = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(GET_SHARDS));
      for (int shard = 0; shard < GET_SHARDS; shard++) {
        String hash = size.multiply(BigInteger.valueOf(shard)).add(BigInteger.TEN).toString();
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < Workload.GET.records(); i++) {
          records
              .append(i == 0 ? "" : ",")
              .append("{\"PartitionKey\":\"k\",\"ExplicitHashKey\":\"")
              .append(hash)
              .append("\",\"Data\":\"")
              .append(DATA)
              .append("\"}");
        }
        send(
            connection,
            call("PutRecords", "{\"StreamName\":\"gets\",\"Records\":[" + records + "]}"));
      }
    }
  }

  private void create(HttpConnection connection, String stream, int shards) throws IOException {
    String named = "{\"StreamName\":\"" + stream + "\"";
    send(connection, call("CreateStream", named + ",\"ShardCount\":" + shards + "}"));
    do {
      send(connection, call("DescribeStreamSummary", named + "}"));
    } while (connection.bodyText().contains("\"CREATING\""));
  }

  /** One window of a workload. */
  Sample measure(Workload workload, int connections, Duration time)
      throws IOException, InterruptedException {
    RequestBytes[] calls = workload == Workload.GET ? gets() : puts(workload.records());
    RequestSteps steps = new RequestSteps(calls, connections);
    double cpu = process.cpuSeconds();
    LoadResult result = new LoadRun(process.address()).run(connections, time, steps::next);
    return new Sample(result, process.cpuSeconds() - cpu);
  }

  private RequestBytes[] puts(int records) {
    Random random = new Random(1);
    RequestBytes[] calls = new RequestBytes[CALLS];
    for (int i = 0; i < CALLS; i++) {
      String stream = "{\"StreamName\":\"puts\",";
      if (records == 1) {
        calls[i] = call("PutRecord", stream + entry(random) + "}");
        continue;
      }
      StringBuilder entries = new StringBuilder();
      for (int r = 0; r < records; r++) {
        entries.append(r == 0 ? "{" : ",{").append(entry(random)).append('}');
      }
      calls[i] = call("PutRecords", stream + "\"Records\":[" + entries + "]}");
    }
    return calls;
  }

  private static String entry(Random random) {
    return "\"PartitionKey\":\"user-" + random.nextInt(100_000) + "\",\"Data\":\"" + DATA + "\"";
  }

  /** Iterators do not live long, so each window has its own. */
  private RequestBytes[] gets() throws IOException {
    RequestBytes[] calls = new RequestBytes[GET_SHARDS];
    try (HttpConnection connection = new HttpConnection(process.address())) {
      for (int shard = 0; shard < GET_SHARDS; shard++) {
        String id = String.format(java.util.Locale.ROOT, "shardId-%012d", shard);
        send(
            connection,
            call(
                "GetShardIterator",
                "{\"StreamName\":\"gets\",\"ShardIteratorType\":\"TRIM_HORIZON\",\"ShardId\":\""
                    + id
                    + "\"}"));
        Matcher found = ITERATOR.matcher(connection.bodyText());
        if (!found.find()) {
          throw new IOException("No iterator in " + connection.bodyText());
        }
        calls[shard] = call("GetRecords", "{\"ShardIterator\":\"" + found.group(1) + "\"}");
      }
    }
    return calls;
  }

  private static void send(HttpConnection connection, RequestBytes request) throws IOException {
    connection.exchange(request);
    if (connection.status() != 200) {
      throw new IOException("Answered " + connection.status() + ": " + connection.bodyText());
    }
  }

  /** The signature is not looked at by the servers under test. */
  private RequestBytes call(String operation, String json) {
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
