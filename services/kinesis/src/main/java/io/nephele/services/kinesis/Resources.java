package io.nephele.services.kinesis;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Streams and their consumers by ARN. */
final class Resources {
  private static final String CONSUMER = "/consumer/";

  private final KinesisWorld kinesis;
  private final ConsumerTable consumers;

  Resources(KinesisWorld kinesis, ConsumerTable consumers) {
    this.kinesis = kinesis;
    this.consumers = consumers;
  }

  /** A stream, or a consumer of it. */
  record Found(Stream stream, Consumer consumer) {
    Map<String, String> tags() {
      return consumer == null ? stream.tags() : consumer.tags();
    }

    String policy() {
      return consumer == null ? stream.policy() : consumer.policy();
    }
  }

  /** What has that ARN, or null. */
  Found find(Reader reader, String arn) {
    StreamAddress address = KinesisWorld.ofArn(arn);
    Stream stream = address == null ? null : kinesis.table().find(reader, address);
    String name = consumerName(arn);
    if (stream == null || name == null) {
      boolean sameArn = stream != null && stream.arn().equals(arn);
      return sameArn ? new Found(stream, null) : null;
    }
    Consumer consumer = consumers.find(reader, stream, name);
    return consumer == null || !consumer.arn(stream).equals(arn)
        ? null
        : new Found(stream, consumer);
  }

  /** As the other; an error to the caller if it is not there. */
  Found require(Reader reader, String arn, Call call) {
    StreamAddress address = KinesisWorld.ofArn(arn, call);
    Found found = find(reader, arn);
    if (found == null) {
      throw consumerName(arn) == null
          ? KinesisErrors.streamNotFound(address)
          : KinesisErrors.resourceNotFound(arn);
    }
    return found;
  }

  /** The name of the consumer that an ARN names, or null if it names none. */
  static String consumerName(String text) {
    Arn arn = Arn.parse(text);
    int begin = arn == null ? -1 : arn.resource().indexOf(CONSUMER);
    int end = begin < 0 ? -1 : arn.resource().lastIndexOf(':');
    return end < begin + CONSUMER.length()
        ? null
        : arn.resource().substring(begin + CONSUMER.length(), end);
  }

  Map<String, String> tags(String arn, Call call) {
    return kinesis.read(reader -> require(reader, arn, call).tags());
  }

  void changeTags(String arn, Call call, UnaryOperator<Map<String, String>> change) {
    write(
        arn,
        call,
        stream -> stream.edit().tags(change.apply(stream.tags())).done(),
        consumer -> consumer.withTags(change.apply(consumer.tags())));
  }

  /** Changes a stream or a consumer. */
  void write(
      String arn,
      Call call,
      Function<Stream, Stream> ofStream,
      Function<Consumer, Consumer> ofConsumer) {
    kinesis
        .world()
        .store()
        .write(
            transaction ->
                write(transaction, require(transaction, arn, call), ofStream, ofConsumer));
  }

  private Found write(
      Transaction transaction,
      Found found,
      Function<Stream, Stream> ofStream,
      Function<Consumer, Consumer> ofConsumer) {
    if (found.consumer == null) {
      kinesis.table().put(transaction, ofStream.apply(found.stream));
    } else {
      consumers.put(transaction, found.stream, ofConsumer.apply(found.consumer));
    }
    return found;
  }
}
