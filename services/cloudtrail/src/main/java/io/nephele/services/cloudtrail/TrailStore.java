package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.CloudTrailARNInvalidException;
import io.nephele.api.cloudtrail.InvalidHomeRegionException;
import io.nephele.api.cloudtrail.TrailNotFoundException;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.trail.CallTrail;
import io.nephele.core.trail.Selection;
import java.util.ArrayList;
import java.util.List;

/** The trails of a world, found and changed. */
final class TrailStore {
  static final String SERVICE = "cloudtrail.amazonaws.com";
  private static final String KIND = "trail/";

  private final World world;
  private final Table<TrailRecord> trails = Table.of("cloudtrail.trails", TrailRecord.class);
  private final Table<DeliveryStatus> statuses =
      Table.of("cloudtrail.statuses", DeliveryStatus.class);

  TrailStore(World world) {
    this.world = world;
  }

  World world() {
    return world;
  }

  static Principal principal(TrailRecord trail) {
    return Principal.service(SERVICE, trail.account());
  }

  static String arn(Call call, String name) {
    return "arn:"
        + call.partition()
        + ":cloudtrail:"
        + call.region().name()
        + ":"
        + call.accountId()
        + ":"
        + KIND
        + name;
  }

  TrailRecord get(Reader reader, Key key) {
    return trails.get(reader, key);
  }

  DeliveryStatus status(Reader reader, Key key) {
    DeliveryStatus status = statuses.get(reader, key);
    return status == null ? DeliveryStatus.NONE : status;
  }

  void putStatus(Transaction transaction, Key key, DeliveryStatus status) {
    statuses.put(transaction, key, status);
  }

  /** The trails of an account whose home is the region, and those of others that reach there. */
  List<TrailRecord> in(Reader reader, String account, String region, boolean shadows) {
    List<TrailRecord> found = new ArrayList<>();
    for (Table.Row<TrailRecord> row : trails.scan(reader, Key.of(account))) {
      TrailRecord trail = row.value();
      if (trail.region().equals(region) || shadows && trail.multiRegion()) {
        found.add(trail);
      }
    }
    return found;
  }

  /** All trails of an account. */
  List<TrailRecord> all(Reader reader, String account) {
    List<TrailRecord> found = new ArrayList<>();
    for (Table.Row<TrailRecord> row : trails.scan(reader, Key.of(account))) {
      found.add(row.value());
    }
    return found;
  }

  /** The trail of that name or ARN, which may be another region's if it reaches the caller's. */
  TrailRecord find(Reader reader, Call call, String nameOrArn) {
    TrailRecord found = null;
    if (nameOrArn.startsWith("arn:")) {
      Arn arn = trailArn(nameOrArn);
      if (arn.account().equals(call.accountId())) {
        String name = arn.resource().substring(KIND.length());
        found = trails.get(reader, Key.of(arn.account()).with(arn.region()).with(name));
      }
    } else {
      TrailNames.check(nameOrArn);
      for (TrailRecord trail : in(reader, call.accountId(), call.region().name(), true)) {
        boolean home = trail.region().equals(call.region().name());
        if (trail.name().equals(nameOrArn) && (found == null || home)) {
          found = trail;
        }
      }
    }
    if (found == null) {
      String arn = nameOrArn.startsWith("arn:") ? nameOrArn : arn(call, nameOrArn);
      throw new TrailNotFoundException(
          "Unknown trail: " + arn + " for the user: " + call.accountId());
    }
    return found;
  }

  /** As the other, for changes, which are made in the home region only. */
  TrailRecord findAtHome(Reader reader, Call call, String nameOrArn) {
    TrailRecord trail = find(reader, call, nameOrArn);
    if (!trail.region().equals(call.region().name())) {
      throw new InvalidHomeRegionException(
          "The trail "
              + trail.arn()
              + " can only be changed from its home region, "
              + trail.region()
              + ".");
    }
    return trail;
  }

  static Arn trailArn(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("cloudtrail") || !arn.resource().startsWith(KIND)) {
      throw new CloudTrailARNInvalidException("Trail ARN " + text + " is not valid.");
    }
    return arn;
  }

  /** Stores a trail and says to who takes note of calls what it takes. */
  void put(Transaction transaction, TrailRecord trail) {
    trails.put(transaction, trail.key(), trail);
    Table<Selection> selections = world.trail().tables().selections();
    if (trail.isLogging()) {
      selections.put(transaction, trail.key(), Selectors.selection(trail));
    } else {
      selections.delete(transaction, trail.key());
    }
    transaction.afterCommit(world.trail()::selectionsChanged);
  }

  void delete(Transaction transaction, TrailRecord trail) {
    Key key = trail.key();
    trails.delete(transaction, key);
    statuses.delete(transaction, key);
    world.trail().tables().selections().delete(transaction, key);
    world.trail().tables().outbox().deletePrefix(transaction, key);
    world.timers().cancel(transaction, CallTrail.DELIVERY, key);
    transaction.afterCommit(world.trail()::selectionsChanged);
  }
}
