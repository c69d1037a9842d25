package io.nephele.core.wakeups;

import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has timers fire when something arrives at a resource, for those who have read all there is and
 * would have to look again and again. Arm first and then look once more: what arrived in between
 * wakes nobody.
 */
public final class Wakeups {
  private final World world;
  private final Table<Armed> rows;

  /**
   * Those who wait at the resources of a service.
   *
   * @param service the service's name, which the table has too
   */
  public Wakeups(World world, String service) {
    this.world = world;
    this.rows = Table.ofOftenRead(service + ".wakeups", Armed.class);
  }

  /** The timers that wait at a resource. */
  record Armed(List<Waiting> timers) {}

  /** A timer that waits: its kind, its id, and how long after the arrival it is to fire. */
  record Waiting(String kind, Bytes id, long millis) {}

  /** Has a timer fire so long after the next arrival, once. */
  public void arm(Transaction transaction, String arn, String kind, Key id, Duration after) {
    Key place = place(arn);
    List<Waiting> timers = others(rows.get(transaction, place), kind, id);
    timers.add(new Waiting(kind, Bytes.of(id.encoded()), after.toMillis()));
    rows.put(transaction, place, new Armed(timers));
  }

  /** Undoes that. */
  public void disarm(Transaction transaction, String arn, String kind, Key id) {
    Key place = place(arn);
    Armed armed = rows.get(transaction, place);
    if (armed == null) {
      return;
    }
    List<Waiting> left = others(armed, kind, id);
    if (left.isEmpty()) {
      rows.delete(transaction, place);
    } else {
      rows.put(transaction, place, new Armed(left));
    }
  }

  /** Says that something arrived at a resource. */
  public void arrived(Transaction transaction, String arn) {
    Key place = place(arn);
    Armed armed = rows.get(transaction, place);
    if (armed == null) {
      return;
    }
    rows.delete(transaction, place);
    for (Waiting timer : armed.timers) {
      world
          .timers()
          .schedule(
              transaction,
              timer.kind,
              Key.encoded(timer.id.toArray()),
              world.clock().now().plusMillis(timer.millis),
              Bytes.EMPTY);
    }
  }

  private static List<Waiting> others(Armed armed, String kind, Key id) {
    List<Waiting> others = new ArrayList<>();
    if (armed != null) {
      Bytes encoded = Bytes.of(id.encoded());
      for (Waiting each : armed.timers) {
        if (!each.kind.equals(kind) || !each.id.equals(encoded)) {
          others.add(each);
        }
      }
    }
    return others;
  }

  private static Key place(String arn) {
    Arn parsed = Arn.parse(arn);
    return Key.of(parsed.account()).with(parsed.region()).with(parsed.resource());
  }
}
