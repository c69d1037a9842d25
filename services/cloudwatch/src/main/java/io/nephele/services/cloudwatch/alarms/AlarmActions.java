package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.Sns;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.targets.Targets;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.cloudwatch.mutes.Muting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the actions of alarms, after the change that they are taken for is committed. */
final class AlarmActions {
  static final String TIMER = "cloudwatch.alarmAction";

  private final World world;
  private final AlarmTables tables;
  private final Muting muting;
  private final Targets targets;
  private final Table<Action> outbox = Table.of(TIMER, Action.class);
  private final Table<Alarm> muted = Table.of("cloudwatch.mutedAlarms", Alarm.class);

  AlarmActions(World world, AlarmTables tables, Muting muting) {
    this.world = world;
    this.tables = tables;
    this.muting = muting;
    this.targets = new Targets(world);
  }

  /**
   * One that is to be taken.
   *
   * @param target the ARN of a topic or function
   * @param subject of a notification
   * @param message what the target gets
   */
  record Action(String alarm, String target, String subject, String message) {}

  /** Has the actions for a new state taken. */
  void plan(Transaction transaction, Alarm before, Alarm after) {
    if (!after.actionsEnabled()) {
      return;
    }
    Instant now = world.clock().now();
    Instant until =
        muting.mutedUntil(transaction, after.accountId(), after.region(), after.name(), now);
    if (until != null) {
      if (!muted.contains(transaction, after.key())) {
        muted.put(transaction, after.key(), before);
      }
      world.timers().schedule(transaction, Muting.UNMUTE, after.key(), until, Bytes.EMPTY);
      return;
    }
    take(transaction, before, after);
  }

  /**
   * What the clock does when rules that muted an alarm end: its actions are taken if its state is
   * another than it was before.
   */
  void unmute(Transaction transaction, Timer timer) {
    Alarm before = muted.get(transaction, timer.id());
    Alarm alarm = tables.find(transaction, timer.id());
    if (before == null) {
      return;
    }
    muted.delete(transaction, timer.id());
    if (alarm != null && !alarm.state().equals(before.state())) {
      // Another rule may mute it still.
      plan(transaction, before, alarm);
    }
  }

  private void take(Transaction transaction, Alarm before, Alarm after) {
    List<String> wanted =
        after.composite()
            ? of(
                after.state(),
                after.compositeRule().alarmActions(),
                after.compositeRule().okActions(),
                after.compositeRule().insufficientDataActions())
            : of(
                after.state(),
                after.metric().alarmActions(),
                after.metric().okActions(),
                after.metric().insufficientDataActions());
    for (String target : wanted) {
      String name = RegionNames.of(after.region());
      String subject = after.state() + ": \"" + after.name() + "\" in " + name;
      boolean topic = Arn.parse(target).service().equals("sns");
      String message =
          topic ? AlarmJson.notification(before, after, name) : invocation(before, after);
      Key id = Key.of(after.accountId()).with(after.region()).with(world.ids().nextLong());
      outbox.put(transaction, id, new Action(after.name(), target, subject, message));
      world.timers().schedule(transaction, TIMER, id, world.clock().now(), Bytes.EMPTY);
    }
  }

  private static List<String> of(
      String state, List<String> alarm, List<String> ok, List<String> insufficient) {
    List<String> actions =
        switch (state) {
          case Alarm.ALARM -> alarm;
          case Alarm.OK -> ok;
          default -> insufficient;
        };
    return actions == null ? List.of() : actions;
  }

  private static String invocation(Alarm before, Alarm after) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("source", "aws.cloudwatch");
    event.put("alarmArn", after.arn());
    event.put("accountId", after.accountId());
    event.put("time", AlarmJson.time(after.updated()));
    event.put("region", after.region());
    event.put("alarmData", AlarmJson.detail(before, after));
    return JsonText.write(event);
  }

  /** What the clock does with one. */
  void take(Timer timer) {
    Action action = world.store().read(reader -> outbox.get(reader, timer.id()));
    if (action == null) {
      return;
    }
    KeyReader parts = timer.id().reader();
    String accountId = parts.nextText();
    Key place = Alarm.key(accountId, parts.nextText(), action.alarm);
    Alarm alarm = world.store().read(reader -> tables.find(reader, place));
    String error = alarm == null ? null : call(action, alarm);
    Instant now = world.clock().now();
    world
        .store()
        .write(
            transaction -> {
              outbox.delete(transaction, timer.id());
              if (alarm != null) {
                tables.note(
                    transaction,
                    alarm,
                    "Action",
                    error == null
                        ? "Successfully executed action " + action.target
                        : "Failed to execute action "
                            + action.target
                            + ". Received error: \""
                            + error
                            + "\"",
                    history(alarm, action, error),
                    now);
              }
              return null;
            });
  }

  /** Null if it went well, else why not. */
  private String call(Action action, Alarm alarm) {
    Arn target = Arn.parse(action.target);
    boolean topic = target.service().equals("sns");
    String service = topic ? "cloudwatch.amazonaws.com" : "lambda.alarms.cloudwatch.amazonaws.com";
    Targets.Caller caller =
        new Targets.Caller(
            Principal.service(service, alarm.accountId()), Origin.service(service, alarm.arn()));
    try {
      if (topic) {
        String subject =
            action.subject.length() > 100 ? action.subject.substring(0, 100) : action.subject;
        targets.call(
            Sns.Publish,
            new PublishInput().topicArn(action.target).subject(subject).message(action.message),
            target,
            caller);
      } else {
        targets.function(action.target, action.message, caller);
      }
      return null;
    } catch (AwsException e) {
      return e.getMessage();
    }
  }

  private static String history(Alarm alarm, Action action, String error) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", "1.0");
    data.put("actionState", error == null ? "Succeeded" : "Failed");
    data.put("stateUpdateTimestamp", alarm.updated());
    data.put("notificationResource", action.target);
    data.put("publishedMessage", error == null ? action.message : null);
    data.put("error", error);
    String text = JsonText.write(data);
    if (text.length() > 4095) {
      data.remove("publishedMessage");
      text = JsonText.write(data);
    }
    return text;
  }
}
