package io.nephele.services.kinesis;

import io.nephele.api.kinesis.CreateStreamInput;
import io.nephele.api.kinesis.DeleteStreamInput;
import io.nephele.api.kinesis.ListStreamsInput;
import io.nephele.api.kinesis.ListStreamsOutput;
import io.nephele.api.kinesis.StreamModeDetails;
import io.nephele.api.kinesis.StreamSummary;
import io.nephele.core.call.Call;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creates, deletes and lists streams. */
final class Streams {
  static final int ON_DEMAND_SHARDS = 4;

  private static final int RETENTION_HOURS = 24;
  private static final int RECORD_KIB = 1024;
  private static final int PAGE = 100;
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final KinesisWorld kinesis;
  private final Changes changes;
  private final Limits limits;
  private final AccountSettings accounts;
  private final ConsumerTable consumers;

  Streams(
      KinesisWorld kinesis,
      Changes changes,
      Limits limits,
      AccountSettings accounts,
      ConsumerTable consumers) {
    this.accounts = accounts;
    this.kinesis = kinesis;
    this.changes = changes;
    this.limits = limits;
    this.consumers = consumers;
  }

  Unit create(CreateStreamInput in, Call call) {
    boolean onDemand =
        in.streamModeDetails() != null
            && Stream.ON_DEMAND.equals(in.streamModeDetails().streamMode());
    if (onDemand && in.shardCount() != null) {
      throw KinesisErrors.validation(
          "ShardCount must not be provided for a stream in ON_DEMAND mode.");
    }
    if (!onDemand && in.shardCount() == null) {
      throw KinesisErrors.validation(
          "ShardCount must be provided for a stream in PROVISIONED mode.");
    }
    if (!onDemand && in.warmThroughputMiBps() != null) {
      throw KinesisErrors.validation(
          "WarmThroughputMiBps can only be provided for a stream in ON_DEMAND mode.");
    }
    Tags.check(in.tags());
    int warm = in.warmThroughputMiBps() == null ? 0 : in.warmThroughputMiBps();
    int count = onDemand ? Math.max(ON_DEMAND_SHARDS, warm) : in.shardCount();
    if (count > Limits.SHARDS_OF_STREAM) {
      throw KinesisErrors.limit(
          "A stream can have at most " + Limits.SHARDS_OF_STREAM + " shards.");
    }
    StreamAddress address =
        new StreamAddress(call.accountId(), call.region().name(), in.streamName());
    kinesis
        .world()
        .store()
        .write(
            transaction -> {
              accounts.checkWarm(transaction, call, in.warmThroughputMiBps());
              return create(transaction, in, address, onDemand, count, warm);
            });
    return KinesisWorld.done(call);
  }

  private Stream create(
      Transaction transaction,
      CreateStreamInput in,
      StreamAddress address,
      boolean onDemand,
      int count,
      int warm) {
    StreamTable table = kinesis.table();
    if (table.find(transaction, address) != null) {
      throw KinesisErrors.inUse(
          "Stream "
              + address.name()
              + " under account "
              + address.accountId()
              + " already exists.");
    }
    if (onDemand) {
      limits.checkOnDemand(transaction, address.accountId(), address.region());
    } else {
      limits.checkShards(transaction, address.accountId(), address.region(), count);
    }
    Stream made =
        new Stream(
            address.accountId(),
            address.region(),
            address.name(),
            table.nextNumber(transaction, address.accountId()),
            newId(),
            kinesis.now(),
            Stream.CREATING,
            onDemand ? Stream.ON_DEMAND : Stream.PROVISIONED,
            RETENTION_HOURS,
            Stream.NONE,
            null,
            List.of(),
            in.tags() == null ? Map.of() : in.tags(),
            null,
            in.maxRecordSizeInKiB() == null ? RECORD_KIB : in.maxRecordSizeInKiB(),
            warm,
            0,
            0,
            List.of(),
            List.of(),
            null);
    table.add(transaction, made);
    return changes.begin(transaction, made, StreamChange.create(count));
  }

  private String newId() {
    Ids ids = kinesis.world().ids();
    return ids.text(20, ID_CHARACTERS) + "-" + ids.text(3, ID_CHARACTERS);
  }

  Unit delete(DeleteStreamInput in, Call call) {
    boolean enforced = Boolean.TRUE.equals(in.enforceConsumerDeletion());
    kinesis.write(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          if (stream.status().equals(Stream.DELETING)) {
            return stream;
          }
          if (!enforced && consumers.count(transaction, stream) > 0) {
            throw KinesisErrors.inUse(
                "Stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + " has consumers registered. To delete it with them, set"
                    + " EnforceConsumerDeletion to true.");
          }
          return changes.begin(transaction, stream, StreamChange.delete());
        });
    return KinesisWorld.done(call);
  }

  ListStreamsOutput list(ListStreamsInput in, Call call) {
    int limit = in.limit() == null ? PAGE : in.limit();
    String after =
        in.nextToken() == null
            ? in.exclusiveStartStreamName()
            : PageTokens.read(in.nextToken(), kinesis.now()).getFirst();
    List<StreamSummary> summaries = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean more =
        kinesis.read(
            reader -> {
              names.clear();
              summaries.clear();
              Table.Rows<Stream> rows =
                  kinesis.table().list(reader, call.accountId(), call.region().name(), after);
              while (rows.hasNext() && names.size() < limit) {
                Stream stream = rows.next().value();
                names.add(stream.name());
                summaries.add(summary(stream));
              }
              return rows.hasNext();
            });
    return new ListStreamsOutput()
        .streamNames(names)
        .streamSummaries(summaries)
        .hasMoreStreams(more)
        .nextToken(more ? PageTokens.write(kinesis.now(), names.getLast()) : null);
  }

  private static StreamSummary summary(Stream stream) {
    return new StreamSummary()
        .streamName(stream.name())
        .streamARN(stream.arn())
        .streamStatus(stream.status())
        .streamModeDetails(new StreamModeDetails().streamMode(stream.mode()))
        .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdAt()));
  }
}
