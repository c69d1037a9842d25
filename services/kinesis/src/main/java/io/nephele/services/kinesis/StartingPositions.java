package io.nephele.services.kinesis;

import io.nephele.core.store.Reader;
import java.time.Instant;

/** Where readers begin. */
final class StartingPositions {
  private final KinesisWorld kinesis;

  StartingPositions(KinesisWorld kinesis) {
    this.kinesis = kinesis;
  }

  /**
   * The position at which a reader begins; an error to the caller if he does not say one.
   *
   * @param type TRIM_HORIZON and so on
   * @param sequenceNumber or null
   * @param time or null
   * @param operation as the error names it
   */
  long find(
      Reader reader,
      Stream stream,
      Shard shard,
      String type,
      String sequenceNumber,
      Instant time,
      String operation) {
    boolean bySequence = type.equals("AT_SEQUENCE_NUMBER") || type.equals("AFTER_SEQUENCE_NUMBER");
    boolean byTime = type.equals("AT_TIMESTAMP");
    if (bySequence != (sequenceNumber != null) || byTime != (time != null)) {
      throw KinesisErrors.invalid(
          "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
              + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
              + " StartingSequenceNumber or (3) AT_TIMESTAMP and Timestamp. Request specified "
              + type
              + (sequenceNumber != null ? " and also a StartingSequenceNumber." : "."));
    }
    return switch (type) {
      case "TRIM_HORIZON" -> 0;
      case "LATEST" -> latest(reader, stream, shard);
      case "AT_SEQUENCE_NUMBER" -> at(stream, shard, sequenceNumber, operation);
      case "AFTER_SEQUENCE_NUMBER" -> at(stream, shard, sequenceNumber, operation) + 1;
      default -> at(time);
    };
  }

  /** The position after all records that are there. */
  private long latest(Reader reader, Stream stream, Shard shard) {
    if (!shard.isOpen()) {
      return shard.last() + 1;
    }
    if (kinesis.world().nodes().isShared()) {
      return kinesis.table().lastPosition(reader, stream, shard.number()) + 1;
    }
    return kinesis.live(stream).shard(reader, stream, shard).settled();
  }

  private static long at(Stream stream, Shard shard, String text, String operation) {
    if (text.equals("0")) {
      return 0;
    }
    SequenceNumber number = SequenceNumber.parse(text);
    if (number == null || number.shard() != shard.number() || number.epoch() != shard.epoch()) {
      throw KinesisErrors.invalid(
          "StartingSequenceNumber "
              + text
              + " used in "
              + operation
              + " on shard "
              + shard.id()
              + " in stream "
              + stream.name()
              + " under account "
              + stream.accountId()
              + " is invalid"
              + (number == null ? "." : " because it did not come from this stream."));
    }
    return number.position();
  }

  private long at(Instant time) {
    long millis = time.toEpochMilli();
    long now = kinesis.now();
    if (millis > now) {
      throw KinesisErrors.invalid(
          "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
              + " timestampInMillis: "
              + millis
              + ", currentTimestampInMillis: "
              + now);
    }
    return Shard.firstPosition(Math.max(0, millis));
  }
}
