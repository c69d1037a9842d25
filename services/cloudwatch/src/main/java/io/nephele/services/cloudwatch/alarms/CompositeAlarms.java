package io.nephele.services.cloudwatch.alarms;

import io.nephele.core.json.JsonText;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates the composite alarms of an account and region when another alarm changes. */
final class CompositeAlarms {
  private final AlarmTables tables;
  private final Transitions transitions;

  CompositeAlarms(AlarmTables tables, Transitions transitions) {
    this.tables = tables;
    this.transitions = transitions;
  }

  /** What the clock does; those that look at others which change here come again. */
  void evaluate(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    List<Alarm> all = tables.all(transaction, parts.nextText(), parts.nextText());
    Map<String, Alarm> byName = new HashMap<>();
    all.forEach(alarm -> byName.put(alarm.name(), alarm));
    for (Alarm alarm : all) {
      if (alarm.composite()) {
        AlarmRule rule = AlarmRule.parse(alarm.compositeRule().alarmRule());
        boolean holds =
            rule.holds(name -> byName.containsKey(name) ? byName.get(name).state() : null);
        String state = holds ? Alarm.ALARM : Alarm.OK;
        transitions.set(
            transaction,
            alarm,
            new Evaluation.Outcome(state, reason(alarm, rule, byName), data(rule, byName)),
            timer.due());
        transitions.suppression().lookAgain(transaction, alarm.key(), timer.due());
      }
    }
  }

  private static String reason(Alarm alarm, AlarmRule rule, Map<String, Alarm> byName) {
    Alarm latest = null;
    for (String name : rule.children()) {
      Alarm child = byName.get(name);
      latest =
          child != null && (latest == null || child.transitioned() > latest.transitioned())
              ? child
              : latest;
    }
    return latest == null
        ? "Alarm Rule of " + alarm.name() + " was evaluated"
        : latest.arn()
            + " transitioned to "
            + latest.state()
            + " at "
            + AlarmJson.time(latest.transitioned());
  }

  private static String data(AlarmRule rule, Map<String, Alarm> byName) {
    List<Object> triggering = new ArrayList<>();
    for (String name : rule.children()) {
      Alarm child = byName.get(name);
      if (child != null) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("value", child.state());
        state.put("timestamp", AlarmJson.time(child.transitioned()));
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("arn", child.arn());
        each.put("state", state);
        triggering.add(each);
      }
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("triggeringAlarms", triggering.subList(0, Math.min(15, triggering.size())));
    return JsonText.write(data);
  }
}
