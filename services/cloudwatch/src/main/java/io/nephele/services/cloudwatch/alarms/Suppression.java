package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.PutCompositeAlarmInput;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.time.Instant;
import java.util.List;

/**
 * Keeps composite alarms from acting while another alarm, their suppressor, is in ALARM. A new
 * alarm waits for its suppressor for the wait period; when that has ended, its actions wait for the
 * extension period.
 */
final class Suppression {
  static final String TIMER = "cloudwatch.suppression";

  private static final String BY_ALARM = "Alarm";
  private static final String WAIT = "WaitPeriod";
  private static final String EXTENSION = "ExtensionPeriod";

  private final World world;
  private final AlarmTables tables;
  private final AlarmActions actions;

  Suppression(World world, AlarmTables tables, AlarmActions actions) {
    this.world = world;
    this.tables = tables;
    this.actions = actions;
  }

  static void check(PutCompositeAlarmInput in) {
    Integer wait = in.actionsSuppressorWaitPeriod();
    Integer extension = in.actionsSuppressorExtensionPeriod();
    if (in.actionsSuppressor() == null
        ? wait != null || extension != null
        : wait == null || extension == null) {
      throw CloudWatchErrors.validation(
          "ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must"
              + " be specified together.");
    }
    if (wait != null && (wait < 0 || extension < 0)) {
      throw CloudWatchErrors.validation(
          "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must not be negative.");
    }
  }

  static void checkThere(PutCompositeAlarmInput in, List<Alarm> all) {
    if (in.actionsSuppressor() != null) {
      String name = name(in.actionsSuppressor());
      if (name.equals(in.alarmName())) {
        throw CloudWatchErrors.validation("An alarm cannot be its own ActionsSuppressor.");
      }
      if (all.stream().noneMatch(alarm -> alarm.name().equals(name))) {
        throw CloudWatchErrors.validation(
            "Could not save the composite alarm as its ActionsSuppressor ["
                + name
                + "] does not exist");
      }
    }
  }

  /** A suppressor is given by name or ARN. */
  private static String name(String given) {
    Arn arn = Arn.parse(given);
    return arn != null && arn.resource().startsWith("alarm:")
        ? arn.resource().substring("alarm:".length())
        : given;
  }

  private boolean isSuppressed(Reader reader, Alarm alarm) {
    Alarm suppressor =
        tables.find(
            reader,
            Alarm.key(
                alarm.accountId(),
                alarm.region(),
                name(alarm.compositeRule().actionsSuppressor())));
    return suppressor != null && suppressor.state().equals(Alarm.ALARM);
  }

  /** Decides about the actions of an alarm that has a suppressor and has changed its state. */
  void plan(Transaction transaction, Alarm before, Alarm after, Instant now) {
    int wait = after.compositeRule().actionsSuppressorWaitPeriod();
    if (isSuppressed(transaction, after)) {
      suppress(transaction, after, BY_ALARM, null);
    } else if (EXTENSION.equals(after.suppressedBy())) {
      return; // whatever state it then has, it acts at the end of the extension
    } else if (after.state().equals(Alarm.ALARM) && wait > 0) {
      suppress(transaction, after, WAIT, now.plusSeconds(wait));
    } else {
      boolean acted = !WAIT.equals(after.suppressedBy());
      suppress(transaction, after, null, null);
      if (acted) {
        actions.plan(transaction, before, after);
      }
    }
  }

  /** Looks at the suppressor of a composite alarm again. */
  void lookAgain(Transaction transaction, Key place, Instant now) {
    Alarm alarm = tables.find(transaction, place);
    if (alarm == null || alarm.suppressedBy() == null) {
      return;
    }
    boolean suppressed = isSuppressed(transaction, alarm);
    if (suppressed && !alarm.suppressedBy().equals(BY_ALARM)) {
      suppress(transaction, alarm, BY_ALARM, null);
    } else if (!suppressed && alarm.suppressedBy().equals(BY_ALARM)) {
      int extension = alarm.compositeRule().actionsSuppressorExtensionPeriod();
      suppress(transaction, alarm, EXTENSION, now.plusSeconds(extension));
    }
  }

  private void suppress(Transaction transaction, Alarm alarm, String by, Instant until) {
    tables.put(transaction, alarm.withSuppressedBy(by));
    if (until == null) {
      stop(transaction, alarm.key());
    } else {
      world.timers().schedule(transaction, TIMER, alarm.key(), until, Bytes.EMPTY);
    }
  }

  void stop(Transaction transaction, Key alarm) {
    world.timers().cancel(transaction, TIMER, alarm);
  }

  /** What the clock does at the end of a wait or extension: an alarm acts that has not yet. */
  void end(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    Alarm alarm =
        tables.find(transaction, Alarm.key(parts.nextText(), parts.nextText(), parts.nextText()));
    if (alarm == null || alarm.suppressedBy() == null) {
      return;
    }
    Alarm free = alarm.withSuppressedBy(null);
    tables.put(transaction, free);
    if (free.state().equals(Alarm.ALARM)) {
      Alarm before = free.withState(Alarm.OK, free.reason(), null, free.transitioned());
      actions.plan(transaction, before, free);
    }
  }

  static String reason(Alarm alarm) {
    String suppressor = name(alarm.compositeRule().actionsSuppressor());
    return switch (alarm.suppressedBy()) {
      case BY_ALARM -> "Actions suppressed by alarm " + suppressor + " in ALARM state";
      case WAIT -> "Actions suppressed while waiting for alarm " + suppressor;
      default -> "Actions suppressed by the extension period after alarm " + suppressor;
    };
  }
}
