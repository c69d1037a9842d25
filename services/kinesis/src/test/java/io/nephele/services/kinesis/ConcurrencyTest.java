package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A reader misses nothing, however many put records at the same time. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ConcurrencyTest {
  private static final int WRITERS = 8;
  private static final int CALLS = 20;

  @Inject KinesisClient kinesis;
  @Inject KinesisAsyncClient async;
  @Inject VirtualClock clock;

  @Test
  void aReaderSeesEveryRecordOnceAndInOrder() throws InterruptedException {
    TestStreams streams = new TestStreams(kinesis, clock);
    streams.create("s", 1);
    String arn =
        kinesis
            .registerStreamConsumer(
                r ->
                    r.consumerName("c")
                        .streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/s"))
            .consumer()
            .consumerARN();
    streams.settle();
    BlockingQueue<Record> read = new LinkedBlockingQueue<>();
    CompletableFuture<Void> subscribed =
        async.subscribeToShard(
            r ->
                r.consumerARN(arn)
                    .shardId("shardId-000000000000")
                    .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
            SubscribeToShardResponseHandler.builder()
                .subscriber(
                    event -> {
                      if (event instanceof SubscribeToShardEvent records) {
                        read.addAll(records.records());
                      }
                    })
                .build());
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      String key = "writer" + w;
      writers.add(Thread.ofVirtual().start(() -> write(key)));
    }
    List<Record> all = new ArrayList<>();
    while (all.size() < WRITERS * CALLS * 3) {
      Record next = read.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("record " + all.size()).isNotNull();
      all.add(next);
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(subscribed).isNotCompletedExceptionally();
    assertThat(all).extracting(Record::sequenceNumber).isSorted().doesNotHaveDuplicates();
    for (int w = 0; w < WRITERS; w++) {
      String key = "writer" + w;
      assertThat(all.stream().filter(each -> each.partitionKey().equals(key)))
          .extracting(each -> Integer.parseInt(each.data().asUtf8String()))
          .containsExactlyElementsOf(IntStream.range(0, 3 * CALLS).boxed().toList());
    }
  }

  private void write(String key) {
    for (int i = 0; i < CALLS; i++) {
      List<PutRecordsRequestEntry> entries =
          IntStream.range(3 * i, 3 * i + 3)
              .mapToObj(number -> TestStreams.entry(key, "" + number))
              .toList();
      kinesis.putRecords(r -> r.streamName("s").records(entries));
    }
  }
}
