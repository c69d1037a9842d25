package io.nephele.services.cloudwatch.alarms;

import io.nephele.core.World;
import io.nephele.core.events.ServiceEvent;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Brings alarms to other states, and tells those who want to know. */
final class Transitions {
  /** The kind of the timers that have composite alarms look at others again. */
  static final String COMPOSITES = "cloudwatch.compositeAlarms";

  private final World world;
  private final AlarmTables tables;
  private final AlarmActions actions;
  private final Suppression suppression;

  Transitions(World world, AlarmTables tables, AlarmActions actions) {
    this.world = world;
    this.tables = tables;
    this.actions = actions;
    this.suppression = new Suppression(world, tables, actions);
  }

  /** Sets the state of an alarm. */
  void set(Transaction transaction, Alarm before, Evaluation.Outcome outcome, Instant now) {
    Alarm after =
        before.withState(outcome.state(), outcome.reason(), outcome.data(), now.toEpochMilli());
    if (before.state().equals(outcome.state())) {
      // The reason is that of the change; nobody is told of further points.
      return;
    }
    tables.put(transaction, after);
    tables.note(
        transaction,
        after,
        "StateUpdate",
        "Alarm updated from " + before.state() + " to " + after.state(),
        AlarmJson.stateUpdate(before, after),
        now);
    tell(transaction, after, "CloudWatch Alarm State Change", AlarmJson.detail(before, after), now);
    if (after.composite() && after.compositeRule().actionsSuppressor() != null) {
      suppression.plan(transaction, before, after, now);
    } else {
      actions.plan(transaction, before, after);
    }
    lookAgain(transaction, after.accountId(), after.region(), now);
  }

  /**
   * Tells EventBridge that an alarm was made, changed or deleted.
   *
   * @param before null of one that was made
   * @param operation {@code create}, {@code update} or {@code delete}
   */
  void configured(
      Transaction transaction, Alarm before, Alarm alarm, String operation, Instant now) {
    tell(
        transaction,
        alarm,
        "CloudWatch Alarm Configuration Change",
        AlarmJson.configurationChange(before, alarm, operation),
        now);
  }

  private void tell(
      Transaction transaction,
      Alarm alarm,
      String detailType,
      Map<String, Object> detail,
      Instant now) {
    world
        .events()
        .emit(
            transaction,
            new ServiceEvent(
                "cloudwatch.amazonaws.com",
                "aws.cloudwatch",
                alarm.accountId(),
                alarm.region(),
                detailType,
                List.of(alarm.arn()),
                JsonText.write(detail),
                now.toEpochMilli()));
  }

  /** Has the composite alarms of an account and region look at the states of others again. */
  void lookAgain(Transaction transaction, String accountId, String region, Instant now) {
    world
        .timers()
        .schedule(transaction, COMPOSITES, Key.of(accountId).with(region), now, Bytes.EMPTY);
  }

  /** What keeps composite alarms from acting. */
  Suppression suppression() {
    return suppression;
  }
}
