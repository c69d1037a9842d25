package io.nephele.services.kinesis;

import io.nephele.api.kinesis.ExpiredIteratorException;
import io.nephele.api.kinesis.GetRecordsInput;
import io.nephele.api.kinesis.GetRecordsOutput;
import io.nephele.api.kinesis.GetShardIteratorInput;
import io.nephele.api.kinesis.GetShardIteratorOutput;
import io.nephele.api.kinesis.ProvisionedThroughputExceededException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import java.time.Instant;

/** Reads shards for callers who ask again and again. */
final class Reading {
  private static final int MOST_RECORDS = 10_000;
  private static final long MOST_BYTES = 10L << 20;

  private final KinesisWorld kinesis;
  private final ShardReader reader;
  private final StartingPositions positions;

  Reading(KinesisWorld kinesis, ShardReader reader, StartingPositions positions) {
    this.kinesis = kinesis;
    this.reader = reader;
    this.positions = positions;
  }

  GetShardIteratorOutput iterator(GetShardIteratorInput in, Call call) {
    ShardIterator made = kinesis.read(from -> iterator(from, in, call));
    return new GetShardIteratorOutput().shardIterator(made.write());
  }

  private ShardIterator iterator(Reader from, GetShardIteratorInput in, Call call) {
    StreamAddress address =
        kinesis.address(from, in.streamName(), in.streamARN(), in.streamId(), call);
    Stream stream = kinesis.table().require(from, address);
    if (!stream.isUsable()) {
      throw KinesisErrors.streamNotFound(address);
    }
    Shard shard = reader.require(from, stream, Shard.number(in.shardId()), in.shardId());
    long position =
        positions.find(
            from,
            stream,
            shard,
            in.shardIteratorType(),
            in.startingSequenceNumber(),
            in.timestamp(),
            "GetShardIterator");
    return new ShardIterator(address, stream.number(), shard.number(), position, kinesis.now());
  }

  GetRecordsOutput get(GetRecordsInput in, Call call) {
    ShardIterator at = ShardIterator.parse(in.shardIterator());
    if (at == null || !at.address().region().equals(call.region().name())) {
      throw KinesisErrors.invalid("Invalid ShardIterator.");
    }
    long begin = kinesis.now();
    checkAge(at, begin);
    if (in.streamARN() != null || in.streamId() != null) {
      StreamAddress named =
          kinesis.read(from -> kinesis.address(from, null, in.streamARN(), in.streamId(), call));
      if (!named.equals(at.address())) {
        throw KinesisErrors.invalid("The ShardIterator is not of the stream that is named.");
      }
    }
    return get(in, at, kinesis.read(from -> find(from, at)), begin, call);
  }

  /** What a call reads. */
  private record Found(Stream stream, LiveShard live) {}

  private Found find(Reader from, ShardIterator at) {
    Stream stream = kinesis.table().require(from, at.address());
    if (stream.number() != at.stream() || !stream.isUsable()) {
      throw KinesisErrors.streamNotFound(at.address());
    }
    Shard shard = reader.require(from, stream, at.shard(), Shard.id(at.shard()));
    return new Found(stream, kinesis.live(stream).shard(from, stream, shard));
  }

  private GetRecordsOutput get(
      GetRecordsInput in, ShardIterator at, Found found, long begin, Call call) {
    Stream stream = found.stream;
    StreamMetrics metrics = kinesis.live(stream).metrics();
    ShardRates rates = found.live.rates();
    if (!rates.takeRead(begin)) {
      metrics.readRefused();
      metrics.shardReadRefused(stream.shardMetrics(), at.shard());
      throw new ProvisionedThroughputExceededException(
          KinesisErrors.rateExceeded(stream, Shard.id(at.shard())));
    }
    int most = in.limit() == null ? MOST_RECORDS : in.limit();
    ShardReader.Page page =
        reader.read(stream, at.shard(), found.live, at.position(), most, MOST_BYTES, call);
    if (page == null) {
      throw KinesisErrors.streamNotFound(at.address());
    }
    long now = kinesis.now();
    rates.gaveOut(page.bytes(), now);
    int count = page.records().size();
    long age = count == 0 ? 0 : Math.max(0, now - Shard.arrivedAt(page.latest()));
    metrics.got(count, page.bytes(), age, now - begin);
    metrics.shardOut(stream.shardMetrics(), at.shard(), count, page.bytes(), age);
    ShardIterator next = new ShardIterator(at.address(), at.stream(), at.shard(), page.next(), now);
    return new GetRecordsOutput()
        .records(page.records())
        .nextShardIterator(page.isEnd() ? null : next.write())
        .millisBehindLatest(page.behindMillis())
        .childShards(page.isEnd() ? page.children() : null);
  }

  private static void checkAge(ShardIterator at, long now) {
    if (now - at.issuedAt() > ShardIterator.LIFE_MILLIS) {
      throw new ExpiredIteratorException(
          "Iterator expired. The iterator was created at time "
              + Instant.ofEpochMilli(at.issuedAt())
              + " while right now it is "
              + Instant.ofEpochMilli(now)
              + " which is further in the future than the tolerated delay of "
              + ShardIterator.LIFE_MILLIS
              + " milliseconds.");
    }
  }
}
