package io.nephele.services.scheduler;

import io.nephele.api.scheduler.Scheduler;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge Scheduler: calls that are made at their time. */
public final class SchedulerService implements ServiceModule {
  @Override
  public String name() {
    return "scheduler";
  }

  @Override
  public void bind(Bindings on, World world) {
    SchedulerWorld scheduler = new SchedulerWorld(world);
    Series series = new Series(scheduler);
    Agenda agenda = new Agenda(scheduler, series);
    Invocations invocations = new Invocations(scheduler, new TargetCalls(scheduler));
    Retries retries = new Retries(scheduler, invocations);
    Plans plans = new Plans();
    Round round = new Round(scheduler, invocations);
    Firing firing = new Firing(scheduler, agenda, plans, round, retries);
    world.timers().onWork(Agenda.TIMER, firing::fire);
    SeriesFiring seriesFiring = new SeriesFiring(scheduler, agenda, series, plans, round, retries);
    world.timers().onWork(Series.TIMER, seriesFiring::fire);
    world.timers().onWork(Retries.TIMER, retries::tryAgain);

    Schedules schedules = new Schedules(scheduler, agenda);
    on.bind(Scheduler.CreateSchedule, schedules::create);
    on.bind(Scheduler.UpdateSchedule, schedules::update);
    on.bind(Scheduler.GetSchedule, schedules::get);
    on.bind(Scheduler.ListSchedules, schedules::list);
    on.bind(Scheduler.DeleteSchedule, schedules::delete);
    Groups groups = new Groups(scheduler, agenda);
    on.bind(Scheduler.CreateScheduleGroup, groups::create);
    on.bind(Scheduler.GetScheduleGroup, groups::get);
    on.bind(Scheduler.ListScheduleGroups, groups::list);
    on.bind(Scheduler.DeleteScheduleGroup, groups::delete);
    world.timers().on(Groups.DELETION, groups::empty);
    GroupTags tags = new GroupTags(scheduler);
    on.bind(Scheduler.TagResource, tags::tag);
    on.bind(Scheduler.UntagResource, tags::untag);
    on.bind(Scheduler.ListTagsForResource, tags::list);
    on.protect(tags);
  }
}
