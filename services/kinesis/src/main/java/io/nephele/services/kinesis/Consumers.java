package io.nephele.services.kinesis;

import io.nephele.api.kinesis.ConsumerDescription;
import io.nephele.api.kinesis.DeregisterStreamConsumerInput;
import io.nephele.api.kinesis.DescribeStreamConsumerInput;
import io.nephele.api.kinesis.DescribeStreamConsumerOutput;
import io.nephele.api.kinesis.ListStreamConsumersInput;
import io.nephele.api.kinesis.ListStreamConsumersOutput;
import io.nephele.api.kinesis.RegisterStreamConsumerInput;
import io.nephele.api.kinesis.RegisterStreamConsumerOutput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Registers consumers with enhanced fan-out, describes and removes them. */
final class Consumers {
  static final String TIMER = "kinesis.consumers";
  private static final int PAGE = 100;

  private final KinesisWorld kinesis;
  private final ConsumerTable table;
  private final Resources resources;

  Consumers(KinesisWorld kinesis, ConsumerTable table, Resources resources) {
    this.kinesis = kinesis;
    this.table = table;
    this.resources = resources;
  }

  RegisterStreamConsumerOutput register(RegisterStreamConsumerInput in, Call call) {
    Tags.check(in.tags());
    return kinesis.write(
        null,
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          if (!stream.isUsable()) {
            throw KinesisErrors.notActive(stream);
          }
          if (table.find(transaction, stream, in.consumerName()) != null) {
            throw KinesisErrors.inUse(
                "Consumer "
                    + in.consumerName()
                    + " under stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + " already exists.");
          }
          if (table.count(transaction, stream) >= Limits.CONSUMERS) {
            throw KinesisErrors.limit(
                "You have reached the limit of "
                    + Limits.CONSUMERS
                    + " registered consumers for stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + ".");
          }
          Consumer made =
              new Consumer(
                  in.consumerName(),
                  kinesis.now(),
                  Stream.CREATING,
                  in.tags() == null ? Map.of() : in.tags(),
                  null);
          begin(transaction, stream, made);
          return new RegisterStreamConsumerOutput().consumer(told(stream, made));
        });
  }

  Unit deregister(DeregisterStreamConsumerInput in, Call call) {
    kinesis
        .world()
        .store()
        .write(
            transaction -> {
              Resources.Found found =
                  find(transaction, in.consumerARN(), in.streamARN(), in.consumerName(), call);
              begin(transaction, found.stream(), found.consumer().withStatus(Stream.DELETING));
              return null;
            });
    return KinesisWorld.done(call);
  }

  /** Stores a consumer that is being created or deleted; a moment later it is. */
  private void begin(Transaction transaction, Stream stream, Consumer consumer) {
    table.put(transaction, stream, consumer);
    Key id = stream.address().key().with(stream.number()).with(consumer.name());
    Instant due = Instant.ofEpochMilli(kinesis.now() + Changes.DURATION_MILLIS);
    kinesis.world().timers().schedule(transaction, TIMER, id, due, Bytes.EMPTY);
  }

  void onTimer(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    StreamAddress address = new StreamAddress(parts.nextText(), parts.nextText(), parts.nextText());
    Stream stream = kinesis.table().find(transaction, address);
    if (stream == null || stream.number() != parts.nextLong()) {
      return;
    }
    String name = parts.nextText();
    Consumer consumer = table.find(transaction, stream, name);
    if (consumer == null) {
      return;
    }
    if (consumer.status().equals(Stream.DELETING)) {
      table.remove(transaction, stream, name);
      List<Shard> shards = kinesis.table().shards(transaction, stream);
      LiveStream live = kinesis.live(stream);
      transaction.afterCommit(() -> live.wake(shards));
    } else {
      table.put(transaction, stream, consumer.withStatus(Stream.ACTIVE));
    }
  }

  DescribeStreamConsumerOutput describe(DescribeStreamConsumerInput in, Call call) {
    Resources.Found found =
        kinesis.read(
            reader -> find(reader, in.consumerARN(), in.streamARN(), in.consumerName(), call));
    Consumer consumer = found.consumer();
    return new DescribeStreamConsumerOutput()
        .consumerDescription(
            new ConsumerDescription()
                .consumerName(consumer.name())
                .consumerARN(consumer.arn(found.stream()))
                .consumerStatus(consumer.status())
                .consumerCreationTimestamp(Instant.ofEpochMilli(consumer.createdAt()))
                .streamARN(found.stream().arn()));
  }

  /** The consumer that a call names by its ARN, or by its name and its stream's ARN. */
  private Resources.Found find(
      Reader reader, String consumerArn, String streamArn, String name, Call call) {
    if (consumerArn == null && (streamArn == null || name == null)) {
      throw KinesisErrors.invalid(
          "Either ConsumerARN or both StreamARN and ConsumerName must be provided.");
    }
    if (consumerArn != null) {
      Resources.Found found = resources.require(reader, consumerArn, call);
      boolean same =
          (name == null || name.equals(found.consumer().name()))
              && (streamArn == null || streamArn.equals(found.stream().arn()));
      if (!same) {
        throw KinesisErrors.invalid(
            "ConsumerARN, StreamARN and ConsumerName do not name the same consumer.");
      }
      return found;
    }
    Stream stream = kinesis.table().require(reader, KinesisWorld.ofArn(streamArn, call));
    Consumer consumer = table.find(reader, stream, name);
    if (consumer == null) {
      throw KinesisErrors.resourceNotFound(stream.arn() + "/consumer/" + name);
    }
    return new Resources.Found(stream, consumer);
  }

  ListStreamConsumersOutput list(ListStreamConsumersInput in, Call call) {
    int limit = in.maxResults() == null ? PAGE : in.maxResults();
    String after =
        in.nextToken() == null ? null : PageTokens.read(in.nextToken(), kinesis.now()).getFirst();
    return kinesis.read(
        reader -> {
          StreamAddress address =
              kinesis.address(reader, null, in.streamARN(), in.streamId(), call);
          Stream stream = kinesis.table().require(reader, address);
          Instant createdAt = in.streamCreationTimestamp();
          if (createdAt != null && createdAt.getEpochSecond() != stream.createdAt() / 1000) {
            throw KinesisErrors.streamNotFound(address);
          }
          List<io.nephele.api.kinesis.Consumer> page = new ArrayList<>();
          Table.Rows<Consumer> rows = table.list(reader, stream, after);
          while (rows.hasNext() && page.size() < limit) {
            page.add(told(stream, rows.next().value()));
          }
          return new ListStreamConsumersOutput()
              .consumers(page)
              .nextToken(
                  rows.hasNext()
                      ? PageTokens.write(kinesis.now(), page.getLast().consumerName())
                      : null);
        });
  }

  private static io.nephele.api.kinesis.Consumer told(Stream stream, Consumer consumer) {
    return new io.nephele.api.kinesis.Consumer()
        .consumerName(consumer.name())
        .consumerARN(consumer.arn(stream))
        .consumerStatus(consumer.status())
        .consumerCreationTimestamp(Instant.ofEpochMilli(consumer.createdAt()));
  }
}
