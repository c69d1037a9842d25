package io.nephele.services.pipes;

import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.targets.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** What all parts of pipes stand on. */
final class PipesWorld {
  /** Who pipes are when they assume roles. */
  static final String PRINCIPAL = "pipes.amazonaws.com";

  private final World world;
  private final AssumedRoles roles;
  private final Targets targets;
  private final Table<PipeRow> pipes = Table.ofOftenRead("pipes.pipes", PipeRow.class);
  private final Table<Checkpoint> checkpoints = Table.of("pipes.checkpoints", Checkpoint.class);

  PipesWorld(World world) {
    this.world = world;
    this.roles = new AssumedRoles(world);
    this.targets = new Targets(world);
  }

  /**
   * How far a shard has been read.
   *
   * @param after the last sequence number that is done, or null
   * @param begunAt when reading began, in milliseconds
   * @param finished whether its end was reached
   */
  record Checkpoint(String after, long begunAt, boolean finished) {}

  World world() {
    return world;
  }

  Targets targets() {
    return targets;
  }

  Table<PipeRow> pipes() {
    return pipes;
  }

  Table<Checkpoint> checkpoints() {
    return checkpoints;
  }

  Instant now() {
    return world.clock().now();
  }

  <T> T read(Function<? super Reader, T> body) {
    return world.store().read(body);
  }

  <T> T write(Function<? super Transaction, T> body) {
    return world.store().write(body);
  }

  /** A pipe of the caller that has to exist. */
  PipeRow require(Reader reader, Call call, String name) {
    PipeRow row = pipes.get(reader, PipeRow.key(call.accountId(), call.region().name(), name));
    if (row == null) {
      throw PipesErrors.missing(name);
    }
    return row;
  }

  /** The pipe of an ARN, which has to exist. */
  PipeRow requireArn(Reader reader, String text) {
    Arn arn = Arn.parse(text);
    String name = arn == null ? text : arn.resource().substring(arn.resource().indexOf('/') + 1);
    PipeRow row =
        arn == null ? null : pipes.get(reader, PipeRow.key(arn.account(), arn.region(), name));
    if (row == null) {
      throw PipesErrors.missing(name);
    }
    return row;
  }

  /**
   * In whose name a pipe acts.
   *
   * @throws io.nephele.model.AwsException if its role cannot be assumed
   */
  Targets.Caller caller(PipeRow row) {
    Principal session =
        roles.assume(
            new AssumedRoles.Wanted(
                row.request().roleArn(), PRINCIPAL, row.accountId(), row.arn(), row.name()),
            Regions.find(row.region()));
    return new Targets.Caller(session, Origin.service(PRINCIPAL, row.arn()));
  }

  /** How far a shard has been read, or null if it was not begun. */
  Checkpoint checkpoint(PipeRow row, String shard) {
    return read(reader -> checkpoints.get(reader, row.key().with(shard)));
  }

  /** Says how far a shard has been read, if the pipe is still there. */
  void put(PipeRow row, String shard, Checkpoint checkpoint) {
    write(
        transaction -> {
          if (pipes.contains(transaction, row.key())) {
            checkpoints.put(transaction, row.key().with(shard), checkpoint);
          }
          return null;
        });
  }

  /** The pipe as it is now, or null if it is no longer to be polled as it was. */
  PipeRow current(PipeRow row) {
    Key key = row.key();
    PipeRow now = read(reader -> pipes.get(reader, key));
    return now != null && now.isRunning() && now.generation() == row.generation() ? now : null;
  }

  /** Waits for some time of the world. */
  void pause(Duration time) throws InterruptedException {
    io.nephele.core.time.Signal never = new io.nephele.core.time.Signal();
    world.waits().await(never, never.version(), now().plus(time));
  }
}
