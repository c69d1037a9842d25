package io.nephele.services.firehose;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.Map;
import java.util.function.BiFunction;

/** What all parts of Firehose stand on: its streams, and calls of other services. */
final class FirehoseWorld {
  /** Who Firehose is when it calls others. */
  static final String PRINCIPAL = "firehose.amazonaws.com";

  private final World world;
  private final AssumedRoles roles;
  private final Table<DeliveryStream> streams =
      Table.ofOftenRead("firehose.streams", DeliveryStream.class);

  FirehoseWorld(World world) {
    this.world = world;
    this.roles = new AssumedRoles(world);
  }

  World world() {
    return world;
  }

  Table<DeliveryStream> streams() {
    return streams;
  }

  long now() {
    return world.clock().millis();
  }

  /** A stream of the caller's, or its error. */
  DeliveryStream find(Reader reader, String name, Call call) {
    DeliveryStream stream =
        streams.get(reader, DeliveryStream.key(call.accountId(), call.region().name(), name));
    if (stream == null) {
      throw FirehoseErrors.notFound(name, call.accountId());
    }
    return stream;
  }

  /** As the other, of the store as it is. */
  DeliveryStream find(String name, Call call) {
    return world.store().read(reader -> find(reader, name, call));
  }

  /** Puts what the change makes of a stream of the caller's in its place. */
  void change(
      String name, Call call, BiFunction<Transaction, DeliveryStream, DeliveryStream> change) {
    LockKey lock = new LockKey(DeliveryStream.key(call.accountId(), call.region().name(), name));
    world
        .store()
        .write(
            lock,
            transaction -> {
              DeliveryStream changed = change.apply(transaction, find(transaction, name, call));
              streams.put(transaction, changed.key(), changed);
              return null;
            });
  }

  /**
   * A session of a role that the stream's owner gave it.
   *
   * @throws io.nephele.model.AwsException if the role does not trust Firehose
   */
  Principal assume(String roleArn, DeliveryStream stream) {
    return assume(
        roleArn, stream.accountId(), Regions.find(stream.region()), stream.arn(), stream.name());
  }

  /** As the other, of a stream that is only about to be. */
  Principal assume(String roleArn, String accountId, Region region, String streamArn, String name) {
    return roles.assume(
        new AssumedRoles.Wanted(roleArn, PRINCIPAL, accountId, streamArn, "firehose-" + name),
        region);
  }

  /** Where calls on behalf of a stream come from. */
  static Origin origin(DeliveryStream stream) {
    return Origin.service(PRINCIPAL, stream.arn());
  }

  /** Tells CloudWatch of a stream. */
  void count(DeliveryStream stream, String metric, String unit, double value) {
    world
        .metrics()
        .record(
            new MetricKey(
                stream.accountId(),
                stream.region(),
                "AWS/Firehose",
                metric,
                Map.of("DeliveryStreamName", stream.name()),
                unit),
            value);
  }
}
