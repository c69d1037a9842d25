package io.nephele.bench.kinesis;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.LimitedStep;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.RequestSteps;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How memory and calls fare as a stream retains more and more records of 100 bytes: after each
 * step, resident memory, how fast records were put, and how long it takes to get the first and the
 * last hundred of a shard.
 */
final class RetainedRecords {
  private static final int SHARDS = 16;
  private static final int SHARD = 7;
  private static final int LAST = 100;
  private static final int PER_CALL = 500;
  private static final int STEPS = 10;
  private static final int CONNECTIONS = 4;
  private static final int CALLS = 200;
  private static final Duration ENOUGH = Duration.ofHours(1);
  private static final Duration READING = Duration.ofSeconds(1);
  private static final String STREAM = "{\"StreamName\":\"retained\"";
  private static final String DATA = Base64.getEncoder().encodeToString(new byte[100]);

  private final KinesisServer server;
  private final PrintStream out;

  RetainedRecords(KinesisServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run(long records) throws IOException, InterruptedException {
    try (HttpConnection connection = new HttpConnection(server.process().address())) {
      KinesisServer.send(
          connection, server.call("CreateStream", STREAM + ",\"ShardCount\":" + SHARDS + "}"));
      await(connection);
      KinesisServer.send(
          connection,
          server.call("IncreaseStreamRetentionPeriod", STREAM + ",\"RetentionPeriodHours\":8760}"));
      await(connection);
    }
    out.printf(
        "| records of %s | put /s | resident MiB | get the first 100, p50 / p99 ms | get the last"
            + " 100, p50 / p99 ms |%n|---:|---:|---:|---:|---:|%n",
        server.name());
    RequestBytes[] puts = puts();
    long calls = Math.max(1, records / STEPS / PER_CALL);
    for (int step = 1; step <= STEPS; step++) {
      RequestSteps steps = new RequestSteps(puts, CONNECTIONS);
      AtomicLong left = new AtomicLong(calls);
      LoadResult put =
          new LoadRun(server.process().address())
              .run(CONNECTIONS, ENOUGH, () -> new LimitedStep(steps.next(), left));
      out.printf(
          Locale.ROOT,
          "| %,d | %,.0f | %.0f | %s | %s |%n",
          step * calls * PER_CALL,
          put.rate() * PER_CALL,
          server.process().residentMebibytes(),
          reading("\"TRIM_HORIZON\""),
          reading("\"AT_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"" + last() + "\""));
    }
    out.printf(
        Locale.ROOT,
        "%nPeak resident memory %.0f MiB.%n",
        server.process().peakResidentMebibytes());
  }

  private void await(HttpConnection connection) throws IOException {
    do {
      KinesisServer.send(connection, server.call("DescribeStreamSummary", STREAM + "}"));
    } while (!connection.bodyText().contains("\"ACTIVE\""));
  }

  /** Puts a hundred records into the shard that is read; the sequence number of the first. */
  private String last() throws IOException {
    String entries = KinesisServer.entries(LAST, i -> KinesisServer.into(SHARD, SHARDS));
    try (HttpConnection connection = new HttpConnection(server.process().address())) {
      KinesisServer.send(
          connection, server.call("PutRecords", STREAM + ",\"Records\":[" + entries + "]}"));
      return Answers.text(connection, "SequenceNumber");
    }
  }

  private String reading(String from) throws IOException, InterruptedException {
    String request =
        STREAM
            + ",\"ShardId\":\"shardId-00000000000"
            + SHARD
            + "\",\"ShardIteratorType\":"
            + from
            + "}";
    LoadResult got =
        new LoadRun(server.process().address())
            .run(
                1,
                READING,
                () ->
                    new GetStep(
                        server.call("GetShardIterator", request), server.call("GetRecords", "")));
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f",
        got.latency().getValueAtPercentile(50) / 1e6,
        got.latency().getValueAtPercentile(99) / 1e6);
  }

  private RequestBytes[] puts() {
    RequestBytes[] calls = new RequestBytes[CALLS];
    for (int i = 0; i < CALLS; i++) {
      StringBuilder entries = new StringBuilder();
      for (int r = 0; r < PER_CALL; r++) {
        entries
            .append(r == 0 ? "" : ",")
            .append("{\"PartitionKey\":\"user-")
            .append(i * PER_CALL + r)
            .append("\",\"Data\":\"")
            .append(DATA)
            .append("\"}");
      }
      calls[i] = server.call("PutRecords", STREAM + ",\"Records\":[" + entries + "]}");
    }
    return calls;
  }
}
