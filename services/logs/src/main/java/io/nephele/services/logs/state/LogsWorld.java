package io.nephele.services.logs.state;

import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The log groups and streams of a world. */
public final class LogsWorld {
  private static final String GROUP = "log-group:";

  private final World world;

  /** Groups by account, region and name. */
  private final Table<Group> groups = Table.ofOftenRead("logs.groups", Group.class);

  /** Streams by {@link Group#contentKey} and name. */
  private final Table<LogStreamRow> streams = Table.ofOftenRead("logs.streams", LogStreamRow.class);

  /** By {@link Group#contentKey} and the stream's id. */
  private final Table<StreamStatistics> statistics =
      Table.of("logs.statistics", StreamStatistics.class);

  /** By {@link Group#contentKey}, the stream's id and the day since 1970. */
  private final Table<Usage> usage = Table.of("logs.usage", Usage.class);

  /** What is in that world. */
  public LogsWorld(World world) {
    this.world = world;
  }

  /** The world. */
  public World world() {
    return world;
  }

  /** The groups by account, region and name. */
  public Table<Group> groups() {
    return groups;
  }

  /** The streams by their group's content key and their name. */
  public Table<LogStreamRow> streams() {
    return streams;
  }

  /** What is known of streams, by their group's content key and their id. */
  public Table<StreamStatistics> statistics() {
    return statistics;
  }

  /** What streams hold of days, by their group's content key, their id and the day since 1970. */
  public Table<Usage> usage() {
    return usage;
  }

  /** The time in milliseconds since 1970. */
  public long now() {
    return world.clock().millis();
  }

  /** Reads one consistent state. */
  public <T> T read(Function<Reader, T> body) {
    return world.store().read(body);
  }

  /** Runs the body in a transaction. */
  public <T> T write(Function<Transaction, T> body) {
    return world.store().write(body);
  }

  /** An id that is not negative. */
  public long newId() {
    return world.ids().nextLong(Long.MAX_VALUE);
  }

  /** A group, or null. */
  public Group group(Reader reader, String accountId, String region, String name) {
    return groups.get(reader, key(accountId, region, name));
  }

  /** The group of the caller with that name; an error to the caller if it is not there. */
  public Group require(Reader reader, String name, Call call) {
    Group group = group(reader, call.accountId(), call.region().name(), name);
    if (group == null) {
      throw LogsErrors.noGroup();
    }
    return group;
  }

  /** The group that a request names by its name or by a name or an ARN. */
  public Group require(Reader reader, String name, String identifier, Call call) {
    if (name != null && identifier != null) {
      throw LogsErrors.invalid("Only one of logGroupName and logGroupIdentifier can be specified.");
    }
    if (name == null && identifier == null) {
      throw LogsErrors.invalid("Either logGroupName or logGroupIdentifier must be specified.");
    }
    return identifier == null ? require(reader, name, call) : identified(reader, identifier, call);
  }

  /** The group that a name or an ARN names; an error to the caller if it is not there. */
  public Group identified(Reader reader, String identifier, Call call) {
    if (!identifier.startsWith("arn:")) {
      return require(reader, identifier, call);
    }
    Arn arn = groupArn(identifier);
    if (arn == null || !arn.region().equals(call.region().name())) {
      throw LogsErrors.invalid("Invalid log group ARN: " + identifier);
    }
    Group group = group(reader, arn.account(), arn.region(), nameOf(arn));
    if (group == null) {
      throw LogsErrors.noGroup();
    }
    return group;
  }

  /** The group that an ARN names, or null. */
  public Group ofArn(Reader reader, String text) {
    Arn arn = groupArn(text);
    return arn == null ? null : group(reader, arn.account(), arn.region(), nameOf(arn));
  }

  private static Arn groupArn(String text) {
    Arn arn = Arn.parse(text);
    return arn == null || !arn.service().equals("logs") || !arn.resource().startsWith(GROUP)
        ? null
        : arn;
  }

  /** The name in a group's ARN, which may go on with {@code :*} or a stream. */
  private static String nameOf(Arn arn) {
    int end = arn.resource().indexOf(':', GROUP.length());
    return arn.resource().substring(GROUP.length(), end < 0 ? arn.resource().length() : end);
  }

  /** A stream of a group; an error to the caller if it is not there. */
  public LogStreamRow stream(Reader reader, Group group, String name) {
    LogStreamRow stream = streams.get(reader, group.contentKey().with(name));
    if (stream == null) {
      throw LogsErrors.noStream();
    }
    return stream;
  }

  /** What is known of the events of a stream. */
  public StreamStatistics statistics(Reader reader, Group group, LogStreamRow stream) {
    StreamStatistics known = statistics.get(reader, group.contentKey().with(stream.id()));
    return known == null ? StreamStatistics.NONE : known;
  }

  /** Changes a group of the caller in a transaction; an error to the caller if it is not there. */
  public void change(String name, Call call, BiFunction<Transaction, Group, Group> change) {
    Key key = key(call.accountId(), call.region().name(), name);
    world
        .store()
        .write(
            new LockKey(key),
            transaction -> {
              Group group = require(transaction, name, call);
              Group changed = change.apply(transaction, group);
              if (changed != null) {
                put(transaction, changed);
              }
              return null;
            });
  }

  /** Stores a group. */
  public void put(Transaction transaction, Group group) {
    groups.put(transaction, key(group.accountId(), group.region(), group.name()), group);
  }

  /** The key of a group of that name. */
  public static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  /** The answer of operations that have nothing to say. */
  public static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
