package io.nephele.services.cloudwatch.mutes;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.PutAlarmMuteRuleInput;
import io.nephele.core.store.Reader;
import io.nephele.services.cloudwatch.resources.NamedResource;
import io.nephele.services.cloudwatch.resources.NamedResources;
import java.time.Instant;

/** Tells which alarms are muted. */
public final class Muting {
  /** The kind of the timers that have alarms look whether they are muted still. */
  public static final String UNMUTE = "cloudwatch.unmute";

  private final NamedResources rules;

  /** By those rules. */
  public Muting(NamedResources rules) {
    this.rules = rules;
  }

  /** When the first rule that mutes an alarm now ends to do so; null if none does. */
  public Instant mutedUntil(
      Reader reader, String accountId, String region, String alarm, Instant now) {
    Instant first = null;
    for (NamedResource rule : rules.all(reader, accountId, region)) {
      PutAlarmMuteRuleInput in = definition(rule);
      if (in.muteTargets() != null && in.muteTargets().alarmNames().contains(alarm)) {
        Instant until = mutedUntil(in, now);
        first = until != null && (first == null || until.isBefore(first)) ? until : first;
      }
    }
    return first;
  }

  static PutAlarmMuteRuleInput definition(NamedResource rule) {
    return new PutAlarmMuteRuleInput(rule.definition(Cloudwatch.PutAlarmMuteRule.model().input()));
  }

  /** When the muting ends that a rule does now; null if it does none. */
  static Instant mutedUntil(PutAlarmMuteRuleInput rule, Instant now) {
    if (rule.expireDate() != null && !now.isBefore(rule.expireDate())) {
      return null;
    }
    Instant until = MuteSchedule.of(rule.rule().schedule()).mutedUntil(now, rule.startDate());
    return until != null && rule.expireDate() != null && until.isAfter(rule.expireDate())
        ? rule.expireDate()
        : until;
  }

  /** Whether a rule will not mute again. */
  static boolean isExpired(PutAlarmMuteRuleInput rule, Instant now) {
    if (rule.expireDate() != null && !now.isBefore(rule.expireDate())) {
      return true;
    }
    MuteSchedule schedule = MuteSchedule.of(rule.rule().schedule());
    return schedule.once()
        && mutedUntil(rule, now) == null
        && schedule.starts().next(now, schedule.zone()) == null;
  }
}
