package io.nephele.services.scheduler;

import io.nephele.api.scheduler.CreateScheduleGroupInput;
import io.nephele.api.scheduler.CreateScheduleGroupOutput;
import io.nephele.api.scheduler.DeleteScheduleGroupInput;
import io.nephele.api.scheduler.DeleteScheduleGroupOutput;
import io.nephele.api.scheduler.GetScheduleGroupInput;
import io.nephele.api.scheduler.GetScheduleGroupOutput;
import io.nephele.api.scheduler.ListScheduleGroupsInput;
import io.nephele.api.scheduler.ListScheduleGroupsOutput;
import io.nephele.api.scheduler.ScheduleGroupSummary;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The groups of schedules. */
final class Groups {
  static final String DELETION = "scheduler.groupDeletions";

  private static final Duration DELETED_AFTER = Duration.ofSeconds(1);
  private static final int AT_A_TIME = 500;

  private final SchedulerWorld scheduler;
  private final Agenda agenda;

  Groups(SchedulerWorld scheduler, Agenda agenda) {
    this.scheduler = scheduler;
    this.agenda = agenda;
  }

  CreateScheduleGroupOutput create(CreateScheduleGroupInput in, Call call) {
    Group group =
        new Group(
            call.accountId(),
            call.region().name(),
            in.name(),
            Group.ACTIVE,
            scheduler.now(),
            scheduler.now(),
            in.clientToken(),
            GroupTags.of(in.tags()));
    scheduler.write(
        transaction -> {
          Group known =
              scheduler.group(
                  transaction, group.key(), group.accountId(), group.region(), group.name());
          if (known == null) {
            scheduler.groups().put(transaction, group.key(), group);
          } else if (known.isDeleting()
              || in.clientToken() == null
              || !in.clientToken().equals(known.clientToken())
              || !group.tags().equals(known.tags())) {
            throw SchedulerErrors.conflict("Schedule group " + in.name() + " already exists.");
          }
          return null;
        });
    return new CreateScheduleGroupOutput().scheduleGroupArn(group.arn());
  }

  GetScheduleGroupOutput get(GetScheduleGroupInput in, Call call) {
    Group group =
        scheduler.read(
            reader ->
                scheduler.requireGroup(reader, call.accountId(), call.region().name(), in.name()));
    return new GetScheduleGroupOutput()
        .arn(group.arn())
        .name(group.name())
        .state(group.state())
        .creationDate(time(group.createdAt()))
        .lastModificationDate(time(group.modifiedAt()));
  }

  ListScheduleGroupsOutput list(ListScheduleGroupsInput in, Call call) {
    Key region = Key.of(call.accountId()).with(call.region().name());
    TreeMap<String, Group> all = new TreeMap<>();
    scheduler.read(
        reader -> {
          all.clear();
          all.put(Group.DEFAULT, Group.ofDefault(call.accountId(), call.region().name()));
          for (Table.Row<Group> row : scheduler.groups().scan(reader, region)) {
            all.put(row.value().name(), row.value());
          }
          return null;
        });
    String[] after = Pages.decoded(in.nextToken(), 1);
    int most = in.maxResults() == null ? Pages.MOST : in.maxResults();
    List<ScheduleGroupSummary> page = new ArrayList<>();
    String last = null;
    String next = null;
    for (Group group : after == null ? all.values() : all.tailMap(after[0], false).values()) {
      if (in.namePrefix() != null && !group.name().startsWith(in.namePrefix())) {
        continue;
      }
      if (page.size() == most) {
        next = Pages.encoded(last);
        break;
      }
      last = group.name();
      page.add(
          new ScheduleGroupSummary()
              .arn(group.arn())
              .name(group.name())
              .state(group.state())
              .creationDate(time(group.createdAt()))
              .lastModificationDate(time(group.modifiedAt())));
    }
    return new ListScheduleGroupsOutput().scheduleGroups(page).nextToken(next);
  }

  DeleteScheduleGroupOutput delete(DeleteScheduleGroupInput in, Call call) {
    if (in.name().equals(Group.DEFAULT)) {
      throw SchedulerErrors.validation("Deletion of the default schedule group is not allowed.");
    }
    scheduler.write(
        transaction -> {
          Group group =
              scheduler.requireGroup(
                  transaction, call.accountId(), call.region().name(), in.name());
          if (!group.isDeleting()) {
            scheduler.groups().put(transaction, group.key(), group.deleting(scheduler.now()));
            again(transaction, group.key(), call.time().plus(DELETED_AFTER));
          }
          return null;
        });
    return new DeleteScheduleGroupOutput();
  }

  /** Deletes some schedules of a group that is being deleted, at last the group. */
  void empty(Transaction transaction, Timer timer) {
    List<ScheduleRow> some = new ArrayList<>();
    for (Table.Row<ScheduleRow> row : scheduler.schedules().scan(transaction, timer.id())) {
      some.add(row.value());
      if (some.size() == AT_A_TIME) {
        break;
      }
    }
    for (ScheduleRow schedule : some) {
      scheduler.schedules().delete(transaction, schedule.key());
      agenda.remove(transaction, schedule);
    }
    if (some.size() == AT_A_TIME) {
      again(transaction, timer.id(), timer.due());
    } else {
      scheduler.groups().delete(transaction, timer.id());
    }
  }

  private void again(Transaction transaction, Key id, Instant due) {
    scheduler.world().timers().schedule(transaction, DELETION, id, due, Bytes.EMPTY);
  }

  private static Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }
}
