package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.kinesis.CreateStreamInput;
import io.nephele.api.kinesis.DescribeStreamConsumerInput;
import io.nephele.api.kinesis.DescribeStreamSummaryInput;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.kinesis.PutRecordInput;
import io.nephele.api.kinesis.Record;
import io.nephele.api.kinesis.RegisterStreamConsumerInput;
import io.nephele.api.kinesis.StartingPosition;
import io.nephele.api.kinesis.SubscribeToShardEvent;
import io.nephele.api.kinesis.SubscribeToShardEventStream;
import io.nephele.api.kinesis.SubscribeToShardInput;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import io.nephele.embedded.Nephele;
import io.nephele.model.ApiOperation;
import io.nephele.model.Bytes;
import io.nephele.model.EventStream;
import io.nephele.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Two nodes serve one world on one store. */
final class ManyNodesTest {
  private static final Region REGION = Regions.find("us-east-1");
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  private static final int WRITERS = 4;
  private static final int RECORDS = 25;

  /** What one node sees of the store; what it knows to be contended no other node knows. */
  private record Shared(Store store) implements Store {
    @Override
    public <T> T read(Function<? super Reader, T> body) {
      return store.read(body);
    }

    @Override
    public <T> T write(Function<? super Transaction, T> body) {
      return store.write(body);
    }

    @Override
    public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
      return store.write(body);
    }

    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public void flush() {
      store.flush();
    }

    @Override
    public void close() {
      // The other node still needs it.
    }
  }

  private static Nephele node(Store store) {
    return Nephele.builder()
        .store(() -> new Shared(store))
        .services(List.of(new KinesisService()))
        .start();
  }

  private static <I extends View, O extends View> O call(
      Nephele node, ApiOperation<I, O> operation, I request) {
    Principal root = Principal.root(REGION.partition(), "000000000000");
    return node.world().call(operation, request, root, REGION);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
      never.await(50, TimeUnit.MILLISECONDS);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void aReaderOnOneNodeSeesInOrderWhatIsPutOnBoth() throws InterruptedException {
    try (Store store = MvStores.inMemory();
        Nephele one = node(store);
        Nephele two = node(store)) {
      call(one, Kinesis.CreateStream, new CreateStreamInput().streamName("s").shardCount(1));
      await(
          () ->
              call(
                      two,
                      Kinesis.DescribeStreamSummary,
                      new DescribeStreamSummaryInput().streamName("s"))
                  .streamDescriptionSummary()
                  .streamStatus()
                  .equals("ACTIVE"));
      String consumer =
          call(
                  one,
                  Kinesis.RegisterStreamConsumer,
                  new RegisterStreamConsumerInput().streamARN(ARN).consumerName("c"))
              .consumer()
              .consumerARN();
      await(
          () ->
              call(
                      two,
                      Kinesis.DescribeStreamConsumer,
                      new DescribeStreamConsumerInput().consumerARN(consumer))
                  .consumerDescription()
                  .consumerStatus()
                  .equals("ACTIVE"));
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        Nephele node = w % 2 == 0 ? one : two;
        writers.add(Thread.ofVirtual().start(() -> write(node)));
      }
      List<String> numbers = new ArrayList<>();
      try (EventStream events =
          call(
                  two,
                  Kinesis.SubscribeToShard,
                  new SubscribeToShardInput()
                      .consumerARN(consumer)
                      .shardId("shardId-000000000000")
                      .startingPosition(new StartingPosition().type("TRIM_HORIZON")))
              .eventStream()) {
        while (numbers.size() < WRITERS * RECORDS) {
          SubscribeToShardEvent event =
              new SubscribeToShardEventStream(events.next()).subscribeToShardEvent();
          event.records().stream().map(Record::sequenceNumber).forEach(numbers::add);
        }
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(numbers).hasSize(WRITERS * RECORDS).isSorted().doesNotHaveDuplicates();
    }
  }

  private static void write(Nephele node) {
    for (int i = 0; i < RECORDS; i++) {
      call(
          node,
          Kinesis.PutRecord,
          new PutRecordInput().streamName("s").partitionKey("k").data(Bytes.utf8("" + i)));
    }
  }
}
