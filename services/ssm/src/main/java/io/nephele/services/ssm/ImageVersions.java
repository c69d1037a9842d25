package io.nephele.services.ssm;

import io.nephele.core.World;
import io.nephele.core.images.PublicImages;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;

/**
 * Versions of the data type {@code aws:ec2:image}: they are written once the image has been looked
 * for, a moment after their request was answered, and not at all if there is no such image.
 */
final class ImageVersions {
  /** The kind of the timers that look for images; their ids are places and unique. */
  static final String TIMER = "ssm.image";

  private static final long MILLIS = 500;

  private final World world;
  private final VersionWrites writes;
  private final ParameterTables tables;
  private final ParameterEvents events;
  private final RecordCodec<NewVersion> codec = RecordCodec.of(NewVersion.class);

  ImageVersions(World world, VersionWrites writes, ParameterTables tables, ParameterEvents events) {
    this.world = world;
    this.writes = writes;
    this.tables = tables;
    this.events = events;
  }

  /** Has a version written if its value turns out to be an image; returns its likely number. */
  long schedule(Transaction transaction, Key place, NewVersion wanted) {
    ParameterHead head = tables.head(transaction, place);
    VersionWrites.requireWritable(head, wanted.overwrite());
    world
        .timers()
        .schedule(
            transaction,
            TIMER,
            place.with(world.ids().uuid().toString()),
            world.clock().now().plusMillis(MILLIS),
            Bytes.of(codec.encode(wanted)));
    return head == null ? 1 : head.latest() + 1;
  }

  /** What the clock does: looks for the image. */
  void check(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    String accountId = parts.nextText();
    String region = parts.nextText();
    Key place = ParameterName.place(accountId, region, parts.nextText());
    NewVersion wanted = codec.decode(timer.payload().toArray());
    String failure = null;
    if (PublicImages.find(region, wanted.version().value()) == null) {
      failure = "Unable to Describe Resource";
    } else {
      try {
        writes.write(transaction, place, wanted);
      } catch (AwsException e) {
        // Somebody else was there in the meantime.
        failure = e.getMessage();
      }
    }
    if (failure != null) {
      String operation =
          tables.head(transaction, place) == null ? ParameterEvents.CREATE : ParameterEvents.UPDATE;
      events.failed(transaction, place, operation, wanted, failure);
    }
  }
}
