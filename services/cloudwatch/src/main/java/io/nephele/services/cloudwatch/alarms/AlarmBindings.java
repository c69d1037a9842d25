package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.cloudwatch.mutes.Muting;
import io.nephele.services.cloudwatch.resources.Taggable;

/** Binds the operations on alarms and their timers. */
public final class AlarmBindings {
  private AlarmBindings() {}

  /**
   * Binds them.
   *
   * @param muting tells which alarms' actions are not to be taken
   * @return alarms, as things that have tags
   */
  public static Taggable bind(Bindings on, World world, Muting muting) {
    AlarmTables tables = new AlarmTables(world);
    AlarmActions actions = new AlarmActions(world, tables, muting);
    Transitions transitions = new Transitions(world, tables, actions);
    AlarmEvaluator evaluator = new AlarmEvaluator(world, tables, transitions);
    CompositeAlarms composites = new CompositeAlarms(tables, transitions);
    world.timers().onWork(AlarmEvaluator.TIMER, evaluator::evaluate);
    world.timers().onWork(AlarmActions.TIMER, actions::take);
    world.timers().on(Muting.UNMUTE, actions::unmute);
    world.timers().on(Transitions.COMPOSITES, composites::evaluate);
    world.timers().on(Suppression.TIMER, transitions.suppression()::end);

    MetricAlarms alarms = new MetricAlarms(world, tables, transitions, evaluator);
    on.bind(Cloudwatch.PutMetricAlarm, alarms::put);
    on.bind(Cloudwatch.PutCompositeAlarm, alarms::putComposite);
    on.bind(Cloudwatch.SetAlarmState, alarms::setState);
    on.bind(Cloudwatch.EnableAlarmActions, alarms::enable);
    on.bind(Cloudwatch.DisableAlarmActions, alarms::disable);
    on.bind(Cloudwatch.DeleteAlarms, alarms::delete);

    DescribeAlarms describing = new DescribeAlarms(world, tables);
    on.bind(Cloudwatch.DescribeAlarms, describing::describe);
    on.bind(Cloudwatch.DescribeAlarmsForMetric, describing::forMetric);
    on.bind(Cloudwatch.DescribeAlarmHistory, describing::history);
    on.bind(Cloudwatch.DescribeAlarmContributors, describing::contributors);
    return tables;
  }
}
