package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Binds the operations on alarms and their timers. */
public final class AlarmBindings {
  private AlarmBindings() {}

  /** Binds them. */
  public static void bind(Bindings on, World world) {
    AlarmTables tables = new AlarmTables(world);
    AlarmActions actions = new AlarmActions(world, tables);
    Transitions transitions = new Transitions(world, tables, actions);
    AlarmEvaluator evaluator = new AlarmEvaluator(world, tables, transitions);
    CompositeAlarms composites = new CompositeAlarms(tables, transitions);
    world.timers().onWork(AlarmEvaluator.TIMER, evaluator::evaluate);
    world.timers().onWork(AlarmActions.TIMER, actions::take);
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

    AlarmTags tags = new AlarmTags(world, tables);
    on.bind(Cloudwatch.ListTagsForResource, tags::list);
    on.bind(Cloudwatch.TagResource, tags::tag);
    on.bind(Cloudwatch.UntagResource, tags::untag);
    on.protect(tags);
  }
}
