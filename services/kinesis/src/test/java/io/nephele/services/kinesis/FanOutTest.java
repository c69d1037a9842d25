package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Consumers with enhanced fan-out. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FanOutTest {
  private static final String FIRST = "shardId-000000000000";

  @Inject KinesisClient kinesis;
  @Inject KinesisAsyncClient async;
  @Inject VirtualClock clock;
  private TestStreams streams;
  private String streamArn;

  @BeforeEach
  void makeStream() {
    streams = new TestStreams(kinesis, clock);
    streams.create("s", 1);
    streamArn =
        kinesis
            .describeStreamSummary(r -> r.streamName("s"))
            .streamDescriptionSummary()
            .streamARN();
  }

  private String register(String name) {
    String arn =
        kinesis
            .registerStreamConsumer(r -> r.streamARN(streamArn).consumerName(name))
            .consumer()
            .consumerARN();
    streams.settle();
    return arn;
  }

  private void put(String text) {
    kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(text)));
  }

  /** A subscription and the events that have come. */
  private static final class Subscribed {
    private final BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
    private CompletableFuture<Void> end;

    SubscribeToShardEvent next() throws InterruptedException {
      SubscribeToShardEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      return event;
    }

    Throwable failure() {
      try {
        end.get(20, TimeUnit.SECONDS);
        return null;
      } catch (java.util.concurrent.ExecutionException e) {
        return e.getCause();
      } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Subscribed subscribe(String consumerArn, StartingPosition from) {
    Subscribed made = new Subscribed();
    made.end =
        async.subscribeToShard(
            r -> r.consumerARN(consumerArn).shardId(FIRST).startingPosition(from),
            SubscribeToShardResponseHandler.builder()
                .subscriber(
                    event -> {
                      if (event instanceof SubscribeToShardEvent records) {
                        made.events.add(records);
                      }
                    })
                .build());
    return made;
  }

  private static StartingPosition at(ShardIteratorType type) {
    return StartingPosition.builder().type(type).build();
  }

  @Test
  @Fact("kinesis-019")
  void recordsArePushedAsTheyCome() throws InterruptedException {
    String arn = register("c");
    put("before");
    Subscribed subscribed = subscribe(arn, at(ShardIteratorType.TRIM_HORIZON));
    SubscribeToShardEvent first = subscribed.next();
    assertThat(streams.texts(first.records())).containsExactly("before");
    assertThat(first.millisBehindLatest()).isZero();
    clock.advance(Duration.ofSeconds(1));
    put("live");
    SubscribeToShardEvent second = subscribed.next();
    assertThat(streams.texts(second.records())).containsExactly("live");
    assertThat(second.continuationSequenceNumber())
        .isEqualTo(second.records().getFirst().sequenceNumber());
    clock.advance(Duration.ofSeconds(5));
    SubscribeToShardEvent heartbeat = subscribed.next();
    assertThat(heartbeat.records()).isEmpty();
    assertThat(heartbeat.continuationSequenceNumber())
        .isGreaterThanOrEqualTo(second.continuationSequenceNumber());
    clock.advance(Duration.ofMinutes(5));
    assertThat(subscribed.failure()).isNull();
    put("between");
    Subscribed again =
        subscribe(
            arn,
            StartingPosition.builder()
                .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(heartbeat.continuationSequenceNumber())
                .build());
    assertThat(streams.texts(again.next().records())).containsExactly("between");
  }

  @Test
  void aSubscriptionTakesThePlaceOfTheOneBeforeAfterFiveSeconds() throws InterruptedException {
    String arn = register("c");
    Subscribed first = subscribe(arn, at(ShardIteratorType.LATEST));
    assertThat(first.next().records()).isEmpty();
    Subscribed tooSoon = subscribe(arn, at(ShardIteratorType.LATEST));
    assertThat(tooSoon.failure())
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(
            "Another active subscription exists for this consumer:"
                + " 000000000000:s:shardId-000000000000:c");
    clock.advance(Duration.ofSeconds(5));
    Subscribed second = subscribe(arn, at(ShardIteratorType.LATEST));
    assertThat(second.next().records()).isEmpty();
    assertThat(first.failure()).isInstanceOf(ResourceInUseException.class);
    put("x");
    assertThat(streams.texts(second.next().records())).containsExactly("x");
  }

  @Test
  void theEndOfAShardNamesItsChildren() throws InterruptedException {
    String arn = register("c");
    put("x");
    Subscribed subscribed = subscribe(arn, at(ShardIteratorType.TRIM_HORIZON));
    assertThat(subscribed.next().records()).hasSize(1);
    kinesis.splitShard(r -> r.streamName("s").shardToSplit(FIRST).newStartingHashKey("1000"));
    streams.settle();
    SubscribeToShardEvent end = subscribed.next();
    assertThat(end.continuationSequenceNumber()).isNull();
    assertThat(end.childShards()).hasSize(2);
    assertThat(subscribed.failure()).isNull();
  }

  @Test
  void consumersOfOneStreamReadIndependently() throws InterruptedException {
    String one = register("one");
    String two = register("two");
    put("x");
    Subscribed first = subscribe(one, at(ShardIteratorType.TRIM_HORIZON));
    Subscribed second = subscribe(two, at(ShardIteratorType.TRIM_HORIZON));
    assertThat(first.next().records()).hasSize(1);
    assertThat(second.next().records()).hasSize(1);
    kinesis.deregisterStreamConsumer(r -> r.consumerARN(two));
    streams.settle();
    assertThat(second.failure()).isInstanceOf(ResourceNotFoundException.class);
    put("y");
    assertThat(streams.texts(first.next().records())).containsExactly("y");
  }

  @Test
  void consumersAreRegisteredAndListed() {
    String arn =
        kinesis
            .registerStreamConsumer(
                r -> r.streamARN(streamArn).consumerName("c1").tags(java.util.Map.of("a", "b")))
            .consumer()
            .consumerARN();
    assertThat(arn).matches("\\Q" + streamArn + "\\E/consumer/c1:[0-9]+");
    assertThat(describe(arn)).isEqualTo(ConsumerStatus.CREATING);
    streams.settle();
    assertThat(describe(arn)).isEqualTo(ConsumerStatus.ACTIVE);
    assertThat(kinesis.listTagsForResource(r -> r.resourceARN(arn)).tags()).hasSize(1);
    assertThatThrownBy(
            () -> kinesis.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName("c1")))
        .isInstanceOf(ResourceInUseException.class);
    for (int i = 2; i <= 20; i++) {
      String name = "c" + i;
      kinesis.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName(name));
    }
    assertThatThrownBy(
            () -> kinesis.registerStreamConsumer(r -> r.streamARN(streamArn).consumerName("c21")))
        .isInstanceOf(LimitExceededException.class);
    List<Consumer> all =
        kinesis.listStreamConsumersPaginator(r -> r.streamARN(streamArn).maxResults(7)).stream()
            .flatMap(page -> page.consumers().stream())
            .toList();
    assertThat(all).hasSize(20);
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("s"))
                .streamDescriptionSummary()
                .consumerCount())
        .isEqualTo(20);
    assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("s")))
        .isInstanceOf(ResourceInUseException.class);
    kinesis.deregisterStreamConsumer(r -> r.streamARN(streamArn).consumerName("c1"));
    assertThat(describe(arn)).isEqualTo(ConsumerStatus.DELETING);
    streams.settle();
    assertThatThrownBy(() -> describe(arn)).isInstanceOf(ResourceNotFoundException.class);
    kinesis.deleteStream(r -> r.streamName("s").enforceConsumerDeletion(true));
    streams.settle();
    assertThatThrownBy(() -> kinesis.listStreamConsumers(r -> r.streamARN(streamArn)))
        .isInstanceOf(KinesisException.class);
  }

  private ConsumerStatus describe(String arn) {
    return kinesis
        .describeStreamConsumer(r -> r.consumerARN(arn))
        .consumerDescription()
        .consumerStatus();
  }
}
