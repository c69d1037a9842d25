package io.nephele.services.kinesis;

import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.wakeups.Wakeups;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What the handlers of Kinesis share: the tables, and of each stream that is in use what is in
 * memory only.
 */
final class KinesisWorld {
  private static final String STREAM = "stream/";

  private final World world;
  private final Wakeups wakeups;
  private final StreamTable table = new StreamTable();
  private final Map<Key, LiveStream> live = new ConcurrentHashMap<>();

  KinesisWorld(World world) {
    this.world = world;
    this.wakeups = new Wakeups(world, "kinesis");
  }

  World world() {
    return world;
  }

  /** Those who wait for records. */
  Wakeups wakeups() {
    return wakeups;
  }

  StreamTable table() {
    return table;
  }

  /** The time in milliseconds since 1970. */
  long now() {
    return world.clock().millis();
  }

  /** Reads one consistent state. */
  <T> T read(Function<Reader, T> body) {
    return world.store().read(body);
  }

  /** The address of the stream that a call names in one of three ways. */
  StreamAddress address(Reader reader, String name, String arn, String id, Call call) {
    StreamAddress byArn = arn == null ? null : ofArn(arn, call);
    StreamAddress byId =
        id == null ? null : table.byId(reader, call.accountId(), call.region().name(), id);
    if (id != null && byId == null) {
      throw KinesisErrors.resourceNotFound(id);
    }
    if (name == null && byArn == null && byId == null) {
      throw KinesisErrors.invalid("Either StreamName, StreamARN or StreamId must be specified.");
    }
    StreamAddress address =
        byArn != null
            ? byArn
            : byId != null ? byId : new StreamAddress(call.accountId(), call.region().name(), name);
    if ((name != null && !name.equals(address.name())) || (byId != null && !byId.equals(address))) {
      throw KinesisErrors.invalid(
          "StreamName, StreamARN and StreamId of the request do not name the same stream.");
    }
    return address;
  }

  /** The address that a stream's ARN, or that of one of its consumers, says. */
  static StreamAddress ofArn(String text, Call call) {
    StreamAddress address = ofArn(text);
    if (address == null || !address.region().equals(call.region().name())) {
      throw KinesisErrors.invalid("Invalid ARN: " + text);
    }
    return address;
  }

  /** As the other; null if it is no such ARN. */
  static StreamAddress ofArn(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("kinesis") || !arn.resource().startsWith(STREAM)) {
      return null;
    }
    int end = arn.resource().indexOf('/', STREAM.length());
    String name =
        arn.resource().substring(STREAM.length(), end < 0 ? arn.resource().length() : end);
    return new StreamAddress(arn.account(), arn.region(), name);
  }

  /** The stream that a call names; an error to the caller if it is not there. */
  Stream find(String name, String arn, String id, Call call) {
    return read(reader -> table.require(reader, address(reader, name, arn, id, call)));
  }

  /** Reads the stream that a call names and runs the body in one transaction. */
  <T> T write(
      String name, String arn, String id, Call call, BiFunction<Transaction, Stream, T> body) {
    return world
        .store()
        .write(
            transaction ->
                body.apply(
                    transaction,
                    table.require(transaction, address(transaction, name, arn, id, call))));
  }

  /** Reads a stream again and runs the body in one transaction, after others that do so with it. */
  <T> T write(StreamAddress address, BiFunction<Transaction, Stream, T> body) {
    return world
        .store()
        .write(
            new LockKey(address.key()),
            transaction -> body.apply(transaction, table.require(transaction, address)));
  }

  /** What of a stream is in memory. */
  LiveStream live(Stream stream) {
    Key key = stream.contentKey();
    LiveStream known = live.get(key);
    if (known != null && known.isOf(stream)) {
      return known;
    }
    return live.compute(
        key,
        (same, other) ->
            other != null && other.isOf(stream)
                ? other
                : new LiveStream(
                    table, stream, new StreamMetrics(world.metrics(), stream), world.signals()));
  }

  /** Forgets what of a deleted stream is in memory. */
  void forget(Stream stream) {
    live.remove(stream.contentKey());
  }

  /** The answer of operations that have nothing to say. */
  static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
