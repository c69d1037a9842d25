package io.nephele.services.cloudwatch.mutes;

import io.nephele.api.cloudwatch.AlarmMuteRuleStatus;
import io.nephele.api.cloudwatch.AlarmMuteRuleSummary;
import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.DeleteAlarmMuteRuleInput;
import io.nephele.api.cloudwatch.GetAlarmMuteRuleInput;
import io.nephele.api.cloudwatch.GetAlarmMuteRuleOutput;
import io.nephele.api.cloudwatch.ListAlarmMuteRulesInput;
import io.nephele.api.cloudwatch.ListAlarmMuteRulesOutput;
import io.nephele.api.cloudwatch.MuteTargets;
import io.nephele.api.cloudwatch.PutAlarmMuteRuleInput;
import io.nephele.api.cloudwatch.ResourceNotFoundException;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import io.nephele.services.cloudwatch.resources.NamedResource;
import io.nephele.services.cloudwatch.resources.NamedResources;
import io.nephele.services.cloudwatch.resources.ResourceTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations on alarm mute rules. */
public final class MuteRules {
  private static final int PAGE = 50;

  private final World world;
  private final NamedResources rules;

  private MuteRules(World world, NamedResources rules) {
    this.world = world;
    this.rules = rules;
  }

  /** Where rules are kept. */
  public static NamedResources resources(World world) {
    return new NamedResources(world, "cloudwatch.muteRules", "alarm-mute-rule:");
  }

  /** Binds them. */
  public static void bind(Bindings on, World world, NamedResources resources) {
    MuteRules rules = new MuteRules(world, resources);
    on.bind(Cloudwatch.PutAlarmMuteRule, rules::put);
    on.bind(Cloudwatch.GetAlarmMuteRule, rules::get);
    on.bind(Cloudwatch.ListAlarmMuteRules, rules::list);
    on.bind(Cloudwatch.DeleteAlarmMuteRule, rules::delete);
  }

  private Unit put(PutAlarmMuteRuleInput in, Call call) {
    MuteSchedule.of(in.rule().schedule());
    if (in.startDate() != null
        && in.expireDate() != null
        && !in.startDate().isBefore(in.expireDate())) {
      throw CloudWatchErrors.validation("StartDate must be before ExpireDate.");
    }
    if (in.expireDate() != null && !call.time().isBefore(in.expireDate())) {
      throw CloudWatchErrors.validation("ExpireDate must be in the future.");
    }
    Map<String, String> tags = ResourceTags.read(in.tags());
    world
        .store()
        .write(
            transaction -> {
              lookAgain(transaction, rules.find(transaction, in.name(), call), call.time());
              return rules.define(transaction, in.name(), in.struct(), null, tags, call);
            });
    return new Unit(new Struct(call.operation().output()));
  }

  /** Has the alarms that a rule mutes, which ends or becomes another, look whether they may act. */
  private void lookAgain(Transaction transaction, NamedResource rule, Instant now) {
    MuteTargets targets = rule == null ? null : Muting.definition(rule).muteTargets();
    if (targets != null) {
      Key place = Key.of(rule.accountId()).with(rule.region());
      for (String alarm : targets.alarmNames()) {
        world.timers().schedule(transaction, Muting.UNMUTE, place.with(alarm), now, Bytes.EMPTY);
      }
    }
  }

  private GetAlarmMuteRuleOutput get(GetAlarmMuteRuleInput in, Call call) {
    NamedResource rule = rules.find(in.alarmMuteRuleName(), call);
    if (rule == null) {
      throw new ResourceNotFoundException(
          "The alarm mute rule " + in.alarmMuteRuleName() + " does not exist.");
    }
    PutAlarmMuteRuleInput definition = Muting.definition(rule);
    return new GetAlarmMuteRuleOutput()
        .name(rule.name())
        .alarmMuteRuleArn(rules.arn(rule))
        .description(definition.description())
        .rule(definition.rule())
        .muteTargets(definition.muteTargets())
        .startDate(definition.startDate())
        .expireDate(definition.expireDate())
        .status(status(definition, call.time()))
        .lastUpdatedTimestamp(Instant.ofEpochMilli(rule.updated()))
        .muteType(type(definition));
  }

  private static String status(PutAlarmMuteRuleInput rule, Instant now) {
    if (Muting.isExpired(rule, now)) {
      return AlarmMuteRuleStatus.EXPIRED;
    }
    return Muting.mutedUntil(rule, now) != null
        ? AlarmMuteRuleStatus.ACTIVE
        : AlarmMuteRuleStatus.SCHEDULED;
  }

  private static String type(PutAlarmMuteRuleInput rule) {
    return MuteSchedule.of(rule.rule().schedule()).once() ? "ONE_TIME" : "RECURRING";
  }

  private ListAlarmMuteRulesOutput list(ListAlarmMuteRulesInput in, Call call) {
    int most = in.maxRecords() == null ? PAGE : in.maxRecords();
    Key after = PageTokens.read(in.nextToken());
    List<AlarmMuteRuleSummary> page = new ArrayList<>();
    String token = null;
    String last = null;
    for (NamedResource rule : rules.all(call)) {
      PutAlarmMuteRuleInput definition = Muting.definition(rule);
      String status = status(definition, call.time());
      if (after != null && Key.of(rule.name()).compareTo(after) <= 0
          || in.statuses() != null && !in.statuses().isEmpty() && !in.statuses().contains(status)
          || in.alarmName() != null
              && (definition.muteTargets() == null
                  || !definition.muteTargets().alarmNames().contains(in.alarmName()))) {
        continue;
      }
      if (page.size() == most) {
        token = PageTokens.write(Key.of(last));
        break;
      }
      page.add(
          new AlarmMuteRuleSummary()
              .alarmMuteRuleArn(rules.arn(rule))
              .expireDate(definition.expireDate())
              .status(status)
              .muteType(type(definition))
              .lastUpdatedTimestamp(Instant.ofEpochMilli(rule.updated())));
      last = rule.name();
    }
    return new ListAlarmMuteRulesOutput().alarmMuteRuleSummaries(page).nextToken(token);
  }

  private Unit delete(DeleteAlarmMuteRuleInput in, Call call) {
    world
        .store()
        .write(
            transaction -> {
              NamedResource rule = rules.find(transaction, in.alarmMuteRuleName(), call);
              if (rule != null) {
                lookAgain(transaction, rule, call.time());
                rules.delete(transaction, rule);
              }
              return null;
            });
    return new Unit(new Struct(call.operation().output()));
  }
}
