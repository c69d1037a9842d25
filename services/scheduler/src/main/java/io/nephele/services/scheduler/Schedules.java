package io.nephele.services.scheduler;

import io.nephele.api.scheduler.CreateScheduleInput;
import io.nephele.api.scheduler.CreateScheduleOutput;
import io.nephele.api.scheduler.DeleteScheduleInput;
import io.nephele.api.scheduler.DeleteScheduleOutput;
import io.nephele.api.scheduler.GetScheduleInput;
import io.nephele.api.scheduler.GetScheduleOutput;
import io.nephele.api.scheduler.ListSchedulesInput;
import io.nephele.api.scheduler.ListSchedulesOutput;
import io.nephele.api.scheduler.ScheduleSummary;
import io.nephele.api.scheduler.Scheduler;
import io.nephele.api.scheduler.TargetSummary;
import io.nephele.api.scheduler.UpdateScheduleInput;
import io.nephele.api.scheduler.UpdateScheduleOutput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The schedules. */
final class Schedules {
  private final SchedulerWorld scheduler;
  private final Agenda agenda;
  private final ScheduleRules rules;

  Schedules(SchedulerWorld scheduler, Agenda agenda) {
    this.scheduler = scheduler;
    this.agenda = agenda;
    this.rules = new ScheduleRules(scheduler);
  }

  CreateScheduleOutput create(CreateScheduleInput in, Call call) {
    rules.check(in, call);
    ScheduleRow row = row(in, call, scheduler.now());
    Plan plan = Plan.of(row);
    scheduler.write(
        transaction -> {
          if (group(transaction, row).isDeleting()) {
            throw SchedulerErrors.conflict("Schedule group " + row.group() + " is being deleted.");
          }
          ScheduleRow known = scheduler.schedules().get(transaction, row.key());
          if (known != null) {
            if (in.clientToken() != null && known.settings().equals(row.settings())) {
              return null;
            }
            throw SchedulerErrors.conflict("Schedule " + row.name() + " already exists.");
          }
          scheduler.schedules().put(transaction, row.key(), row);
          if (plan.isEnabled()) {
            agenda.put(transaction, plan, plan.first(call.time()));
          }
          return null;
        });
    return new CreateScheduleOutput().scheduleArn(row.arn());
  }

  UpdateScheduleOutput update(UpdateScheduleInput in, Call call) {
    CreateScheduleInput settings =
        new CreateScheduleInput(
            copied(in.struct(), new Struct(Scheduler.shape("CreateScheduleInput"))));
    rules.check(settings, call);
    return scheduler.write(
        transaction -> {
          ScheduleRow asked = row(settings, call, 0);
          group(transaction, asked);
          ScheduleRow known = scheduler.schedules().get(transaction, asked.key());
          if (known == null) {
            throw SchedulerErrors.noSchedule(asked.name());
          }
          ScheduleRow row = row(settings, call, known.createdAt());
          Plan plan = Plan.of(row);
          scheduler.schedules().put(transaction, row.key(), row);
          agenda.put(transaction, plan, plan.isEnabled() ? plan.following(call.time()) : null);
          return new UpdateScheduleOutput().scheduleArn(row.arn());
        });
  }

  GetScheduleOutput get(GetScheduleInput in, Call call) {
    ScheduleRow row = scheduler.read(reader -> require(reader, call, in.groupName(), in.name()));
    GetScheduleOutput out = new GetScheduleOutput();
    copied(Plan.of(row).settings().struct(), out.struct());
    return out.arn(row.arn())
        .creationDate(Instant.ofEpochMilli(row.createdAt()))
        .lastModificationDate(Instant.ofEpochMilli(row.modifiedAt()));
  }

  DeleteScheduleOutput delete(DeleteScheduleInput in, Call call) {
    scheduler.write(
        transaction -> {
          ScheduleRow row = require(transaction, call, in.groupName(), in.name());
          scheduler.schedules().delete(transaction, row.key());
          agenda.remove(transaction, row);
          return null;
        });
    return new DeleteScheduleOutput();
  }

  ListSchedulesOutput list(ListSchedulesInput in, Call call) {
    Key region = Key.of(call.accountId()).with(call.region().name());
    KeyRange range =
        in.groupName() == null
            ? KeyRange.prefix(region)
            : in.namePrefix() == null
                ? KeyRange.prefix(region.with(in.groupName()))
                : KeyRange.textPrefix(region.with(in.groupName()), in.namePrefix());
    String[] after = Pages.decoded(in.nextToken(), 2);
    KeyRange rest =
        after == null ? range : range.startingAfter(region.with(after[0]).with(after[1]));
    int most = in.maxResults() == null ? Pages.MOST : in.maxResults();
    List<ScheduleSummary> found = new ArrayList<>();
    String next =
        scheduler.read(
            reader -> {
              found.clear();
              if (in.groupName() != null) {
                scheduler.requireGroup(
                    reader, call.accountId(), call.region().name(), in.groupName());
              }
              String last = null;
              for (Table.Row<ScheduleRow> each :
                  scheduler.schedules().scan(reader, rest, Direction.FORWARD)) {
                KeyReader parts = each.key().without(region).reader();
                String group = parts.nextText();
                String name = parts.nextText();
                if (in.namePrefix() != null && !name.startsWith(in.namePrefix())) {
                  continue;
                }
                Plan plan = Plan.of(each.value());
                String state = plan.isEnabled() ? "ENABLED" : "DISABLED";
                if (in.state() != null && !in.state().equals(state)) {
                  continue;
                }
                if (found.size() == most) {
                  return last;
                }
                found.add(summary(plan, state));
                last = Pages.encoded(group, name);
              }
              return null;
            });
    return new ListSchedulesOutput().schedules(found).nextToken(next);
  }

  private static ScheduleSummary summary(Plan plan, String state) {
    ScheduleRow row = plan.row();
    return new ScheduleSummary()
        .arn(row.arn())
        .name(row.name())
        .groupName(row.group())
        .state(state)
        .creationDate(Instant.ofEpochMilli(row.createdAt()))
        .lastModificationDate(Instant.ofEpochMilli(row.modifiedAt()))
        .target(new TargetSummary().arn(plan.settings().target().arn()));
  }

  private Group group(io.nephele.core.store.Reader reader, ScheduleRow row) {
    return scheduler.requireGroup(reader, row.accountId(), row.region(), row.group());
  }

  private ScheduleRow require(
      io.nephele.core.store.Reader reader, Call call, String groupName, String name) {
    String group = groupName == null ? Group.DEFAULT : groupName;
    String region = call.region().name();
    scheduler.requireGroup(reader, call.accountId(), region, group);
    ScheduleRow row =
        scheduler.schedules().get(reader, Group.key(call.accountId(), region, group).with(name));
    if (row == null) {
      throw SchedulerErrors.noSchedule(name);
    }
    return row;
  }

  /** A schedule as it is stored: what was asked for, and what holds where nothing was said. */
  private static ScheduleRow row(CreateScheduleInput in, Call call, long createdAt) {
    CreateScheduleInput settings =
        new CreateScheduleInput(
            copied(in.struct(), new Struct(Scheduler.shape("CreateScheduleInput"))));
    String group = in.groupName() == null ? Group.DEFAULT : in.groupName();
    settings.groupName(group);
    if (in.state() == null) {
      settings.state("ENABLED");
    }
    if (in.scheduleExpressionTimezone() == null) {
      settings.scheduleExpressionTimezone("UTC");
    }
    if (in.actionAfterCompletion() == null) {
      settings.actionAfterCompletion("NONE");
    }
    if (in.target().retryPolicy() == null) {
      io.nephele.api.scheduler.Target target =
          new io.nephele.api.scheduler.Target(
              copied(in.target().struct(), new Struct(in.target().struct().shape())));
      target.retryPolicy(
          new io.nephele.api.scheduler.RetryPolicy()
              .maximumEventAgeInSeconds(86_400)
              .maximumRetryAttempts(185));
      settings.target(target);
    }
    return new ScheduleRow(
        call.accountId(),
        call.region().name(),
        group,
        in.name(),
        Bytes.of(StoredStructs.write(settings.struct())),
        createdAt,
        call.time().toEpochMilli());
  }

  /** Sets the members that both have. */
  private static Struct copied(Struct from, Struct to) {
    for (Member member : from.shape().members()) {
      Member same = to.shape().member(member.name());
      if (same != null && from.get(member) != null) {
        to.set(same, from.get(member));
      }
    }
    return to;
  }
}
