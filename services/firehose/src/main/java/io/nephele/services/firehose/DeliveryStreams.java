package io.nephele.services.firehose;

import io.nephele.api.firehose.CreateDeliveryStreamInput;
import io.nephele.api.firehose.CreateDeliveryStreamOutput;
import io.nephele.api.firehose.DeleteDeliveryStreamInput;
import io.nephele.api.firehose.DeleteDeliveryStreamOutput;
import io.nephele.api.firehose.DeliveryStreamDescription;
import io.nephele.api.firehose.DeliveryStreamEncryptionConfiguration;
import io.nephele.api.firehose.DescribeDeliveryStreamInput;
import io.nephele.api.firehose.DescribeDeliveryStreamOutput;
import io.nephele.api.firehose.DirectPutSourceDescription;
import io.nephele.api.firehose.KinesisStreamSourceConfiguration;
import io.nephele.api.firehose.KinesisStreamSourceDescription;
import io.nephele.api.firehose.LimitExceededException;
import io.nephele.api.firehose.ListDeliveryStreamsInput;
import io.nephele.api.firehose.ListDeliveryStreamsOutput;
import io.nephele.api.firehose.SourceDescription;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes, describes and removes streams. */
final class DeliveryStreams {
  private static final int MOST_STREAMS = 5000;
  private static final int DEFAULT_LIMIT = 10;
  private static final String DIRECT_PUT = "DirectPut";

  private final FirehoseWorld firehose;
  private final Destinations destinations;
  private final StreamEncryption encryption;
  private final Buffers buffers;
  private final KinesisSource kinesis;

  DeliveryStreams(
      FirehoseWorld firehose,
      Destinations destinations,
      StreamEncryption encryption,
      Buffers buffers,
      KinesisSource kinesis) {
    this.firehose = firehose;
    this.destinations = destinations;
    this.encryption = encryption;
    this.buffers = buffers;
    this.kinesis = kinesis;
  }

  CreateDeliveryStreamOutput create(CreateDeliveryStreamInput in, Call call) {
    String name = in.deliveryStreamName();
    String type = in.deliveryStreamType() == null ? DIRECT_PUT : in.deliveryStreamType();
    DeliveryStream.Source source = source(in, type);
    DeliveryStream draft =
        new DeliveryStream(
            call.accountId(),
            call.region().name(),
            name,
            type,
            firehose.now(),
            0,
            1,
            source,
            in.directPutSourceConfiguration() == null
                ? null
                : in.directPutSourceConfiguration().throughputHintInMBs(),
            null,
            null,
            null,
            StreamTags.of(in.tags()));
    Destinations.Stored destination = destinations.create(in, draft, call);
    if (source != null) {
      destinations.requireRole(source.roleArn(), draft, call);
    }
    DeliveryStream encrypted =
        in.deliveryStreamEncryptionConfigurationInput() == null
            ? draft
            : draft.withEncryption(
                encryption.wanted(in.deliveryStreamEncryptionConfigurationInput(), draft, call));
    DeliveryStream stream =
        new DeliveryStream(
            encrypted.accountId(),
            encrypted.region(),
            name,
            type,
            encrypted.createdAt(),
            0,
            1,
            source,
            encrypted.throughputHint(),
            destination.description(),
            destination.accessKey(),
            encrypted.encryption(),
            encrypted.tags());
    firehose
        .world()
        .store()
        .write(
            new LockKey(stream.key()),
            transaction -> {
              if (firehose.streams().contains(transaction, stream.key())) {
                throw FirehoseErrors.exists(name, call.accountId());
              }
              int count = 0;
              for (Table.Row<DeliveryStream> ignored :
                  firehose.streams().scan(transaction, place(call))) {
                count++;
              }
              if (count >= MOST_STREAMS) {
                throw new LimitExceededException(
                    "You have already consumed your firehose quota of "
                        + MOST_STREAMS
                        + " firehoses in account.");
              }
              firehose.streams().put(transaction, stream.key(), stream);
              kinesis.start(transaction, stream);
              return null;
            });
    return new CreateDeliveryStreamOutput().deliveryStreamARN(stream.arn());
  }

  private static DeliveryStream.Source source(CreateDeliveryStreamInput in, String type) {
    KinesisStreamSourceConfiguration kinesis = in.kinesisStreamSourceConfiguration();
    return switch (type) {
      case DIRECT_PUT -> {
        if (kinesis != null) {
          throw FirehoseErrors.invalid(
              "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream"
                  + " type.");
        }
        yield null;
      }
      case DeliveryStream.FROM_KINESIS -> {
        if (kinesis == null) {
          throw FirehoseErrors.invalid(
              "KinesisSourceStreamConfig is required for KinesisStreamAsSource stream type.");
        }
        if (in.deliveryStreamEncryptionConfigurationInput() != null) {
          throw FirehoseErrors.invalid(
              "Server side encryption is not supported for KinesisStreamAsSource stream type.");
        }
        yield new DeliveryStream.Source(kinesis.kinesisStreamARN(), kinesis.roleARN());
      }
      default -> throw FirehoseErrors.notImplemented("streams of type " + type + " yet");
    };
  }

  DescribeDeliveryStreamOutput describe(DescribeDeliveryStreamInput in, Call call) {
    DeliveryStream stream = firehose.find(in.deliveryStreamName(), call);
    DeliveryStreamDescription description =
        new DeliveryStreamDescription()
            .deliveryStreamName(stream.name())
            .deliveryStreamARN(stream.arn())
            .deliveryStreamStatus("ACTIVE")
            .deliveryStreamType(stream.type())
            .versionId(String.valueOf(stream.version()))
            .createTimestamp(Instant.ofEpochMilli(stream.createdAt()))
            .lastUpdateTimestamp(
                stream.updatedAt() == 0 ? null : Instant.ofEpochMilli(stream.updatedAt()))
            .deliveryStreamEncryptionConfiguration(encryption(stream))
            .source(source(stream))
            .destinations(List.of(Destinations.describe(stream)))
            .hasMoreDestinations(false);
    return new DescribeDeliveryStreamOutput().deliveryStreamDescription(description);
  }

  private static DeliveryStreamEncryptionConfiguration encryption(DeliveryStream stream) {
    DeliveryStream.Encryption encryption = stream.encryption();
    return encryption == null
        ? new DeliveryStreamEncryptionConfiguration().status("DISABLED")
        : new DeliveryStreamEncryptionConfiguration()
            .status("ENABLED")
            .keyType(encryption.keyType())
            .keyARN(encryption.keyArn());
  }

  private static SourceDescription source(DeliveryStream stream) {
    if (stream.source() != null) {
      return new SourceDescription()
          .kinesisStreamSourceDescription(
              new KinesisStreamSourceDescription()
                  .kinesisStreamARN(stream.source().streamArn())
                  .roleARN(stream.source().roleArn())
                  .deliveryStartTimestamp(Instant.ofEpochMilli(stream.createdAt())));
    }
    return stream.throughputHint() == null
        ? null
        : new SourceDescription()
            .directPutSourceDescription(
                new DirectPutSourceDescription().throughputHintInMBs(stream.throughputHint()));
  }

  ListDeliveryStreamsOutput list(ListDeliveryStreamsInput in, Call call) {
    int limit = in.limit() == null ? DEFAULT_LIMIT : in.limit();
    KeyRange all = KeyRange.prefix(place(call));
    KeyRange range =
        in.exclusiveStartDeliveryStreamName() == null
            ? all
            : all.startingAfter(place(call).with(in.exclusiveStartDeliveryStreamName()));
    return firehose
        .world()
        .store()
        .read(
            reader -> {
              List<String> names = new ArrayList<>();
              boolean more = false;
              for (Table.Row<DeliveryStream> row :
                  firehose.streams().scan(reader, range, Direction.FORWARD)) {
                DeliveryStream stream = row.value();
                if (in.deliveryStreamType() == null
                    || in.deliveryStreamType().equals(stream.type())) {
                  if (names.size() == limit) {
                    more = true;
                    break;
                  }
                  names.add(stream.name());
                }
              }
              return new ListDeliveryStreamsOutput()
                  .deliveryStreamNames(names)
                  .hasMoreDeliveryStreams(more);
            });
  }

  DeleteDeliveryStreamOutput delete(DeleteDeliveryStreamInput in, Call call) {
    Key key = DeliveryStream.key(call.accountId(), call.region().name(), in.deliveryStreamName());
    firehose
        .world()
        .store()
        .write(
            new LockKey(key),
            transaction -> {
              DeliveryStream stream = firehose.find(transaction, in.deliveryStreamName(), call);
              firehose.streams().delete(transaction, key);
              buffers.drop(transaction, key);
              kinesis.stop(transaction, stream);
              return null;
            });
    return new DeleteDeliveryStreamOutput();
  }

  private static Key place(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }
}
