package io.nephele.services.scheduler;

import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.function.Function;

/** What all parts of the scheduler stand on: groups and schedules. */
final class SchedulerWorld {
  /** Who the scheduler is when it assumes roles. */
  static final String PRINCIPAL = "scheduler.amazonaws.com";

  private static final String SESSION = "EventBridgeScheduler";

  private final World world;
  private final AssumedRoles roles;
  private final Table<Group> groups = Table.of("scheduler.groups", Group.class);
  private final Table<ScheduleRow> schedules =
      Table.ofOftenRead("scheduler.schedules", ScheduleRow.class);

  SchedulerWorld(World world) {
    this.world = world;
    this.roles = new AssumedRoles(world);
  }

  World world() {
    return world;
  }

  Table<Group> groups() {
    return groups;
  }

  Table<ScheduleRow> schedules() {
    return schedules;
  }

  long now() {
    return world.clock().millis();
  }

  <T> T read(Function<? super Reader, T> body) {
    return world.store().read(body);
  }

  <T> T write(Function<? super Transaction, T> body) {
    return world.store().write(body);
  }

  /** A group, or null if it does not exist. */
  Group group(Reader reader, Key key, String accountId, String region, String name) {
    Group group = groups.get(reader, key);
    return group == null && name.equals(Group.DEFAULT) ? Group.ofDefault(accountId, region) : group;
  }

  /** A group that has to exist. */
  Group requireGroup(Reader reader, String accountId, String region, String name) {
    Group group = group(reader, Group.key(accountId, region, name), accountId, region, name);
    if (group == null) {
      throw SchedulerErrors.noGroup(name);
    }
    return group;
  }

  /**
   * A session of a role, which may be some minutes old.
   *
   * @throws io.nephele.model.AwsException if the role does not let the scheduler have one
   */
  Principal session(AssumedRoles.Wanted wanted, String region) {
    return roles.assume(wanted, Regions.find(region));
  }

  /** What session of a role the schedules of a group act in. */
  static AssumedRoles.Wanted wanted(String roleArn, String accountId, String region, String group) {
    return new AssumedRoles.Wanted(
        roleArn, PRINCIPAL, accountId, Group.arn(accountId, region, group), SESSION);
  }
}
