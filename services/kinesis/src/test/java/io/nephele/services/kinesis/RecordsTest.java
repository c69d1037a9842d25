package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Records are put and read. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RecordsTest {
  private static final String FIRST = "shardId-000000000000";

  @Inject KinesisClient kinesis;
  @Inject VirtualClock clock;
  private TestStreams streams;

  @BeforeEach
  void makeStreams() {
    streams = new TestStreams(kinesis, clock);
  }

  private PutRecordResponse put(String stream, String key, String text) {
    return kinesis.putRecord(
        r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(text)));
  }

  @Test
  @Fact({"kinesis-008", "kinesis-010", "kinesis-033", "kinesis-034"})
  void recordsOfAKeyAreReadInTheOrderInWhichTheyWerePut() {
    streams.create("s", 3);
    List<String> numbers = new ArrayList<>();
    String shard = null;
    for (int i = 0; i < 100; i++) {
      PutRecordResponse put = put("s", "k", "text " + i);
      numbers.add(put.sequenceNumber());
      assertThat(shard == null ? put.shardId() : shard).isEqualTo(put.shardId());
      shard = put.shardId();
    }
    assertThat(numbers).allMatch(number -> number.length() == 56 && number.startsWith("49"));
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    List<Record> read = streams.all("s", shard);
    assertThat(read).extracting(Record::sequenceNumber).isEqualTo(numbers);
    assertThat(streams.texts(read))
        .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "text " + i).toList());
    assertThat(read.getFirst().partitionKey()).isEqualTo("k");
    assertThat(read.getFirst().approximateArrivalTimestamp())
        .isEqualTo(clock.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
  }

  @Test
  @Fact({"kinesis-009", "kinesis-036"})
  void theHashOfThePartitionKeyChoosesTheShard() throws NoSuchAlgorithmException {
    streams.create("s", 5);
    List<Shard> shards = streams.shards("s");
    for (String key : List.of("a", "b", "Schlüssel", "partition-4", "x".repeat(256))) {
      byte[] digest = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
      assertThat(put("s", key, "x").shardId())
          .isEqualTo(shardOf(shards, new BigInteger(1, digest)));
    }
    Shard last = shards.getLast();
    String explicit = last.hashKeyRange().startingHashKey();
    PutRecordResponse put =
        kinesis.putRecord(
            r ->
                r.streamName("s")
                    .partitionKey("a")
                    .explicitHashKey(explicit)
                    .data(SdkBytes.fromUtf8String("x")));
    assertThat(put.shardId()).isEqualTo(last.shardId());
    assertThatThrownBy(
            () ->
                kinesis.putRecord(
                    r ->
                        r.streamName("s")
                            .partitionKey("a")
                            .explicitHashKey(BigInteger.ONE.shiftLeft(128).toString())
                            .data(SdkBytes.fromUtf8String("x"))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("ExplicitHashKey must be in the range: [0, 2^128-1]");
  }

  private static String shardOf(List<Shard> shards, BigInteger hash) {
    for (Shard shard : shards) {
      BigInteger start = new BigInteger(shard.hashKeyRange().startingHashKey());
      BigInteger end = new BigInteger(shard.hashKeyRange().endingHashKey());
      if (start.compareTo(hash) <= 0 && end.compareTo(hash) >= 0) {
        return shard.shardId();
      }
    }
    throw new AssertionError("no shard has " + hash);
  }

  @Test
  @Fact({"kinesis-012"})
  void manyArePutByOneCall() {
    streams.create("s", 2);
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 500).mapToObj(i -> TestStreams.entry("k" + i, "" + i)).toList();
    assertThat(kinesis.putRecords(r -> r.streamName("s").records(entries)).failedRecordCount())
        .isZero();
    int read = streams.all("s", FIRST).size() + streams.all("s", "shardId-000000000001").size();
    assertThat(read).isEqualTo(500);
    List<PutRecordsRequestEntry> tooMany = new ArrayList<>(entries);
    tooMany.add(TestStreams.entry("k", "x"));
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("s").records(tooMany)))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("Member must have length less than or equal to 500");
  }

  @Test
  @Fact({"kinesis-006", "kinesis-007", "kinesis-039", "kinesis-040", "kinesis-041"})
  void readingTakesNothingAway() {
    streams.create("s", 1);
    put("s", "k", "a");
    clock.advance(Duration.ofSeconds(10));
    PutRecordResponse second = put("s", "k", "b");
    put("s", "k", "c");
    clock.advance(Duration.ofSeconds(1));
    assertThat(streams.texts(streams.all("s", FIRST))).containsExactly("a", "b", "c");
    assertThat(streams.texts(streams.all("s", FIRST))).containsExactly("a", "b", "c");
    String at =
        kinesis
            .getShardIterator(
                r ->
                    r.streamName("s")
                        .shardId(FIRST)
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(second.sequenceNumber()))
            .shardIterator();
    assertThat(streams.texts(streams.get(at).records())).containsExactly("b", "c");
    clock.advance(Duration.ofSeconds(1));
    String after =
        kinesis
            .getShardIterator(
                r ->
                    r.streamName("s")
                        .shardId(FIRST)
                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(second.sequenceNumber()))
            .shardIterator();
    assertThat(streams.texts(streams.get(after).records())).containsExactly("c");
    String since =
        kinesis
            .getShardIterator(
                r ->
                    r.streamName("s")
                        .shardId(FIRST)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(clock.now().minusSeconds(4)))
            .shardIterator();
    assertThat(streams.texts(streams.get(since).records())).containsExactly("b", "c");
    String latest = streams.iterator("s", FIRST, ShardIteratorType.LATEST);
    put("s", "k", "d");
    assertThat(streams.texts(streams.get(latest).records())).containsExactly("d");
  }

  @Test
  @Fact({"kinesis-003", "kinesis-044"})
  void pagesGoOnWhereTheOneBeforeEnded() {
    streams.create("s", 1);
    for (int i = 0; i < 5; i++) {
      put("s", "k", "" + i);
    }
    clock.advance(Duration.ofSeconds(2));
    String iterator = streams.iterator("s", FIRST, ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse page = kinesis.getRecords(r -> r.shardIterator(iterator).limit(2));
    assertThat(streams.texts(page.records())).containsExactly("0", "1");
    assertThat(page.millisBehindLatest()).isEqualTo(2000);
    GetRecordsResponse rest = streams.get(page.nextShardIterator());
    assertThat(streams.texts(rest.records())).containsExactly("2", "3", "4");
    assertThat(rest.millisBehindLatest()).isZero();
    GetRecordsResponse empty = streams.get(rest.nextShardIterator());
    assertThat(empty.records()).isEmpty();
    assertThat(empty.nextShardIterator()).isNotNull();
    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator(iterator).limit(10_001)))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("Member must have value less than or equal to 10000");
  }

  @Test
  void iteratorsExpireAfterFiveMinutes() {
    streams.create("s", 1);
    String iterator = streams.iterator("s", FIRST, ShardIteratorType.TRIM_HORIZON);
    clock.advance(Duration.ofMinutes(5));
    String next = streams.get(iterator).nextShardIterator();
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> streams.get(iterator)).isInstanceOf(ExpiredIteratorException.class);
    assertThat(streams.get(next).records()).isEmpty();
    assertThatThrownBy(() -> streams.get("AAAA"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Invalid ShardIterator.");
  }

  @Test
  @Fact({"kinesis-011", "kinesis-035"})
  void aRecordIsOfAtMostOneMebibyteUnlessTheStreamTakesMore() {
    streams.create("s", 1);
    SdkBytes large = SdkBytes.fromByteArrayUnsafe(new byte[1 << 20]);
    assertThatThrownBy(
            () -> kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(large)))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("Member must have length less than or equal to 1048576");
    SdkBytes most = SdkBytes.fromByteArrayUnsafe(new byte[(1 << 20) - 1]);
    kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(most));
    assertThat(streams.all("s", FIRST).getFirst().data().asByteArrayUnsafe())
        .hasSize((1 << 20) - 1);
    assertThatThrownBy(() -> put("s", "k".repeat(257), "x"))
        .hasMessageContaining("Member must have length less than or equal to 256");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> put("none", "k", "x"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Stream none under account 000000000000 not found.");
    streams.create("s", 1);
    assertThatThrownBy(
            () -> streams.iterator("s", "shardId-000000000007", ShardIteratorType.LATEST))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Could not find shard shardId-000000000007 in stream s");
    assertThatThrownBy(
            () ->
                kinesis.getShardIterator(
                    r ->
                        r.streamName("s")
                            .shardId(FIRST)
                            .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                            .timestamp(clock.now().plusSeconds(60))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("cannot be greater than the currentTimestampInMillis");
  }
}
