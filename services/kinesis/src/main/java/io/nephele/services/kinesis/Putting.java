package io.nephele.services.kinesis;

import io.nephele.api.kinesis.ProvisionedThroughputExceededException;
import io.nephele.api.kinesis.PutRecordInput;
import io.nephele.api.kinesis.PutRecordOutput;
import io.nephele.api.kinesis.PutRecordsInput;
import io.nephele.api.kinesis.PutRecordsOutput;
import io.nephele.api.kinesis.PutRecordsRequestEntry;
import io.nephele.api.kinesis.PutRecordsResultEntry;
import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKey;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts records into streams. */
final class Putting {
  private static final int KIB = 1024;
  private static final int USUAL_RECORD_KIB = 1024;
  private static final int CALL_BYTES = 5 * KIB * KIB;
  private static final int LARGE_CALL_BYTES = 10 * KIB * KIB;

  private final KinesisWorld kinesis;
  private final Expiry expiry;
  private final StreamKeys keys;
  private final OnDemandScaling scaling;

  Putting(KinesisWorld kinesis, Expiry expiry, StreamKeys keys, OnDemandScaling scaling) {
    this.kinesis = kinesis;
    this.expiry = expiry;
    this.keys = keys;
    this.scaling = scaling;
  }

  PutRecordOutput put(PutRecordInput in, Call call) {
    Stream seen = usable(in.streamName(), in.streamARN(), in.streamId(), call);
    checkOrdering(in.sequenceNumberForOrdering(), seen);
    Draft draft = draft(seen, in.partitionKey(), in.explicitHashKey(), in.data(), "data");
    long begin = kinesis.now();
    Stream stream = put(seen, List.of(draft), call);
    StreamMetrics metrics = kinesis.live(stream).metrics();
    metrics.put(draft.size(), kinesis.now() - begin, draft.admitted());
    int taken = draft.admitted() ? 1 : 0;
    metrics.shardIn(stream.shardMetrics(), draft.shard().number(), taken, draft.size(), 1 - taken);
    if (!draft.admitted()) {
      throw new ProvisionedThroughputExceededException(
          KinesisErrors.rateExceeded(stream, draft.shard().id()));
    }
    return new PutRecordOutput()
        .shardId(draft.shard().id())
        .sequenceNumber(draft.sequenceNumber())
        .encryptionType(stream.isEncrypted() ? Stream.KMS : null);
  }

  PutRecordsOutput putAll(PutRecordsInput in, Call call) {
    Stream seen = usable(in.streamName(), in.streamARN(), in.streamId(), call);
    List<PutRecordsRequestEntry> entries = in.records();
    List<Draft> drafts = new ArrayList<>(entries.size());
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      PutRecordsRequestEntry entry = entries.get(i);
      Draft draft =
          draft(
              seen,
              entry.partitionKey(),
              entry.explicitHashKey(),
              entry.data(),
              "records." + (i + 1) + ".member.data");
      bytes += draft.size();
      drafts.add(draft);
    }
    int most = seen.maxRecordKib() > USUAL_RECORD_KIB ? LARGE_CALL_BYTES : CALL_BYTES;
    if (bytes > most) {
      throw KinesisErrors.invalid("Records size exceeds " + most / KIB / KIB + " MB limit");
    }
    long begin = kinesis.now();
    Stream stream = put(seen, drafts, call);
    int throttled = 0;
    long taken = 0;
    List<PutRecordsResultEntry> results = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      if (draft.admitted()) {
        taken += draft.size();
        results.add(
            new PutRecordsResultEntry()
                .shardId(draft.shard().id())
                .sequenceNumber(draft.sequenceNumber()));
      } else {
        throttled++;
        results.add(
            new PutRecordsResultEntry()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage(KinesisErrors.rateExceeded(stream, draft.shard().id())));
      }
    }
    StreamMetrics metrics = kinesis.live(stream).metrics();
    metrics.putAll(drafts.size(), throttled, taken, kinesis.now() - begin);
    if (!stream.shardMetrics().isEmpty()) {
      shardMetrics(stream, drafts, metrics);
    }
    return new PutRecordsOutput()
        .failedRecordCount(throttled)
        .records(results)
        .encryptionType(stream.isEncrypted() ? Stream.KMS : null);
  }

  private static void shardMetrics(Stream stream, List<Draft> drafts, StreamMetrics metrics) {
    Map<Long, long[]> sums = new TreeMap<>();
    for (Draft draft : drafts) {
      long[] sum = sums.computeIfAbsent(draft.shard().number(), number -> new long[3]);
      if (draft.admitted()) {
        sum[0]++;
        sum[1] += draft.size();
      } else {
        sum[2]++;
      }
    }
    sums.forEach(
        (shard, sum) ->
            metrics.shardIn(stream.shardMetrics(), shard, (int) sum[0], sum[1], (int) sum[2]));
  }

  /** Puts those that their shards take; returns the stream. */
  private Stream put(Stream seen, List<Draft> drafts, Call call) {
    PutBatch batch = new PutBatch(kinesis, expiry, seen.address(), drafts);
    Stream stream = seen;
    for (Stream done = null; ; stream = usable(null, seen.arn(), null, call)) {
      DataKey key = stream.isEncrypted() ? keys.toPut(stream, call) : null;
      done = batch.put(sealed(drafts, key), key == null ? 0 : key.number(), stream);
      if (done != null) {
        scaling.observe(done, drafts);
        return done;
      }
    }
  }

  private static List<Bytes> sealed(List<Draft> drafts, DataKey key) {
    List<Bytes> sealed = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      sealed.add(
          key == null
              ? draft.data()
              : key.seal(draft.partitionKey().getBytes(StandardCharsets.UTF_8), draft.data()));
    }
    return sealed;
  }

  private Stream usable(String name, String arn, String id, Call call) {
    Stream stream = kinesis.find(name, arn, id, call);
    if (!stream.isUsable()) {
      throw KinesisErrors.streamNotFound(stream.address());
    }
    return stream;
  }

  private static Draft draft(
      Stream stream, String partitionKey, String explicitHashKey, Bytes data, String where) {
    HashKey hash = null;
    if (explicitHashKey != null) {
      hash = HashKey.parse(explicitHashKey);
      if (hash == null) {
        throw KinesisErrors.invalid(
            "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]."
                + " Specified value was "
                + explicitHashKey);
      }
    }
    Draft draft = new Draft(partitionKey, hash, data);
    int most = stream.maxRecordKib() * KIB;
    if (draft.size() > most) {
      throw KinesisErrors.validation(
          "1 validation error detected: Value at '"
              + where
              + "' failed to satisfy constraint: Member must have length less than or equal to "
              + most);
    }
    return draft;
  }

  /** Every record's sequence number is greater than all before it, so that none has to be told. */
  private static void checkOrdering(String sequenceNumber, Stream stream) {
    if (sequenceNumber != null && SequenceNumber.parse(sequenceNumber) == null) {
      throw KinesisErrors.invalid(
          "ExclusiveMinimumSequenceNumber "
              + sequenceNumber
              + " used in PutRecord on stream "
              + stream.name()
              + " under account "
              + stream.accountId()
              + " is invalid.");
    }
  }
}
