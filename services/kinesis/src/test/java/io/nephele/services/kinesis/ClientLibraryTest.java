package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.Messages;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * The real Kinesis Client Library 3 against this service and DynamoDB. It works in real time and
 * begins slowly (half a minute in all), so it runs when it is asked for: {@code
 * -Dnephele.kcl=true}.
 */
@EnabledIfSystemProperty(named = "nephele.kcl", matches = "true")
@NepheleTest(scope = NepheleTest.Scope.METHOD, virtualClock = false)
final class ClientLibraryTest {
  private static final String STREAM = "clicks";
  private static final String APPLICATION = "counter";

  @Inject KinesisClient kinesis;
  @Inject KinesisAsyncClient kinesisAsync;
  @Inject DynamoDbClient dynamo;
  @Inject DynamoDbAsyncClient dynamoAsync;
  @Inject CloudWatchAsyncClient cloudWatch;

  /** What all workers have seen: texts by partition key, in the order in which they came. */
  private final Map<String, List<String>> seen = new ConcurrentHashMap<>();

  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  private final class Processor implements ShardRecordProcessor {
    private String shardId;

    @Override
    public void initialize(InitializationInput in) {
      shardId = in.shardId();
    }

    @Override
    public void processRecords(ProcessRecordsInput in) {
      for (KinesisClientRecord each : in.records()) {
        String text = StandardCharsets.UTF_8.decode(each.data()).toString();
        seen.computeIfAbsent(each.partitionKey(), key -> new CopyOnWriteArrayList<>()).add(text);
      }
      checkpoint(() -> in.checkpointer().checkpoint());
    }

    @Override
    public void leaseLost(LeaseLostInput in) {}

    @Override
    public void shardEnded(ShardEndedInput in) {
      checkpoint(() -> in.checkpointer().checkpoint());
      ended.add(shardId);
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput in) {}

    private void checkpoint(Checkpoint body) {
      try {
        body.run();
      } catch (InvalidStateException | ShutdownException e) {
        // Another worker has the lease by now.
      }
    }
  }

  private interface Checkpoint {
    void run() throws InvalidStateException, ShutdownException;
  }

  private Scheduler start(String worker, boolean fanOut) {
    ConfigsBuilder configs =
        new ConfigsBuilder(
            new SingleStreamTracker(
                STREAM,
                InitialPositionInStreamExtended.newInitialPosition(
                    InitialPositionInStream.TRIM_HORIZON)),
            APPLICATION,
            kinesisAsync,
            dynamoAsync,
            cloudWatch,
            worker,
            Processor::new);
    LeaseManagementConfig leases =
        configs
            .leaseManagementConfig()
            .failoverTimeMillis(2000)
            .shardSyncIntervalMillis(1000)
            .leasesRecoveryAuditorExecutionFrequencyMillis(1000);
    leases.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
    Scheduler scheduler =
        new Scheduler(
            configs.checkpointConfig(),
            configs
                .coordinatorConfig()
                .parentShardPollIntervalMillis(300)
                .shardConsumerDispatchPollIntervalMillis(100),
            leases,
            configs.lifecycleConfig(),
            configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
            configs.processorConfig(),
            fanOut
                ? configs.retrievalConfig()
                : configs
                    .retrievalConfig()
                    .retrievalSpecificConfig(new PollingConfig(STREAM, kinesisAsync)));
    Thread thread = new Thread(scheduler, worker);
    thread.setDaemon(true);
    thread.start();
    return scheduler;
  }

  private void put(int from, int to) {
    for (int i = from; i < to; i++) {
      String text = "" + i;
      kinesis.putRecord(
          r ->
              r.streamName(STREAM)
                  .partitionKey("user" + Integer.parseInt(text) % 5)
                  .data(SdkBytes.fromUtf8String(text)));
    }
  }

  /** Waits until something is so, for a minute at the most. */
  private static void await(String what, java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
      never.await(100, TimeUnit.MILLISECONDS);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  private boolean all(int count) {
    Set<String> texts = new HashSet<>();
    seen.values().forEach(texts::addAll);
    return texts.size() == count;
  }

  private void awaitActive() throws InterruptedException {
    await(
        "an active stream",
        () ->
            kinesis
                    .describeStreamSummary(r -> r.streamName(STREAM))
                    .streamDescriptionSummary()
                    .streamStatus()
                == StreamStatus.ACTIVE);
  }

  @Test
  @Fact({"kinesis-020", "kinesis-043", "kinesis-046"})
  void workersShareLeasesAndGoOnWhereAnotherEnded() throws Exception {
    kinesis.createStream(r -> r.streamName(STREAM).shardCount(2));
    awaitActive();
    put(0, 50);
    Scheduler first = start("first", false);
    await("the first records", () -> all(50));
    kinesis.splitShard(
        r ->
            r.streamName(STREAM)
                .shardToSplit("shardId-000000000000")
                .newStartingHashKey("85070591730234615865843651857942052864"));
    awaitActive();
    put(50, 100);
    await("records of the children", () -> all(100));
    await("the parent's end", () -> ended.contains("shardId-000000000000"));
    first.shutdown();
    Scheduler second = start("second", false);
    put(100, 150);
    await("the second worker", () -> all(150));
    second.shutdown();
    for (List<String> texts : seen.values()) {
      List<Integer> numbers = new ArrayList<>();
      texts.stream().distinct().forEach(text -> numbers.add(Integer.parseInt(text)));
      assertThat(numbers).isSorted();
    }
    List<Map<String, AttributeValue>> leases = dynamo.scan(r -> r.tableName(APPLICATION)).items();
    assertThat(leases).anyMatch(lease -> lease.get("leaseKey").s().equals("shardId-000000000003"));
    assertThat(leases).allMatch(lease -> lease.containsKey("checkpoint"));
  }

  @Test
  @Fact({"kinesis-021", "kinesis-042", "kinesis-049"})
  void oneOfTwoWorkersReadsAShardByEnhancedFanOut() throws Exception {
    kinesis.createStream(r -> r.streamName(STREAM).shardCount(1));
    awaitActive();
    put(0, 20);
    Scheduler first = start("first", true);
    Scheduler second = start("second", true);
    await("the first records", () -> all(20));
    put(20, 40);
    await("records that are pushed", () -> all(40));
    SdkBytes aggregated = aggregate(40, 50);
    kinesis.putRecord(r -> r.streamName(STREAM).partitionKey("a").data(aggregated));
    await("records of the Kinesis Producer Library", () -> all(50));
    first.shutdown();
    second.shutdown();
    seen.values().forEach(texts -> assertThat(texts).doesNotHaveDuplicates());
    List<Map<String, AttributeValue>> leases = dynamo.scan(r -> r.tableName(APPLICATION)).items();
    assertThat(leases).hasSize(1);
    String arn =
        kinesis
            .describeStreamSummary(r -> r.streamName(STREAM))
            .streamDescriptionSummary()
            .streamARN();
    assertThat(kinesis.listStreamConsumers(r -> r.streamARN(arn)).consumers())
        .extracting(Consumer::consumerName)
        .containsExactly(APPLICATION);
  }

  /** Records as the Kinesis Producer Library puts them into one: a mark, a message, its MD5. */
  private static SdkBytes aggregate(int from, int to) throws NoSuchAlgorithmException {
    Messages.AggregatedRecord.Builder message = Messages.AggregatedRecord.newBuilder();
    message.addPartitionKeyTable("aggregated");
    for (int i = from; i < to; i++) {
      message.addRecords(
          Messages.Record.newBuilder()
              .setPartitionKeyIndex(0)
              .setData(ByteString.copyFromUtf8("" + i)));
    }
    byte[] bytes = message.build().toByteArray();
    byte[] digest = MessageDigest.getInstance("MD5").digest(bytes);
    return SdkBytes.fromByteBuffer(
        ByteBuffer.allocate(4 + bytes.length + digest.length)
            .put(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2})
            .put(bytes)
            .put(digest)
            .flip());
  }
}
