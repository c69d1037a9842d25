package io.nephele.services.events;

import io.nephele.api.events.DeleteRuleRequest;
import io.nephele.api.events.DescribeRuleRequest;
import io.nephele.api.events.DescribeRuleResponse;
import io.nephele.api.events.DisableRuleRequest;
import io.nephele.api.events.EnableRuleRequest;
import io.nephele.api.events.ListRuleNamesByTargetRequest;
import io.nephele.api.events.ListRuleNamesByTargetResponse;
import io.nephele.api.events.ListRulesRequest;
import io.nephele.api.events.ListRulesResponse;
import io.nephele.api.events.ManagedRuleException;
import io.nephele.api.events.PutRuleRequest;
import io.nephele.api.events.PutRuleResponse;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.wire.cbor.StoredStructs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes, describes, switches and removes rules. */
final class Rules {
  /** More than the 300 that an account has on AWS before it asks for more. */
  private static final int MOST_RULES = 2000;

  private final EventsWorld events;
  private final ScheduledRules schedules;

  Rules(EventsWorld events, ScheduledRules schedules) {
    this.events = events;
    this.schedules = schedules;
  }

  PutRuleResponse put(PutRuleRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    String pattern = emptyToNull(in.eventPattern());
    String schedule = emptyToNull(in.scheduleExpression());
    if (pattern == null && schedule == null) {
      throw EventsErrors.validation(
          "Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    if (pattern != null) {
      Patterns.check(pattern);
    }
    if (schedule != null) {
      if (!bus.name().equals(Bus.DEFAULT)) {
        throw EventsErrors.validation(
            "ScheduleExpression is supported only on the default event bus.");
      }
      ScheduledRules.parse(schedule);
    }
    Map<String, String> tags = EventTags.of(in.tags());
    return events.write(
        transaction -> {
          events.requireBus(transaction, bus);
          Key key = bus.key().with(in.name());
          Rule before = events.rules().get(transaction, key);
          requireUnmanaged(before, false, call);
          if (before == null) {
            requireRoom(transaction, bus);
          }
          Rule rule =
              new Rule(
                  bus.accountId(),
                  bus.region(),
                  bus.name(),
                  in.name(),
                  pattern,
                  schedule,
                  in.state() == null ? Rule.ENABLED : in.state(),
                  in.description(),
                  in.roleArn(),
                  call.principal().type() == Principal.Type.SERVICE ? call.principal().arn() : null,
                  before == null ? call.accountId() : before.createdBy(),
                  before == null ? events.now() : before.createdAt(),
                  before == null || !tags.isEmpty() ? tags : before.tags());
          put(transaction, rule);
          return new PutRuleResponse().ruleArn(rule.arn());
        });
  }

  private void put(Transaction transaction, Rule rule) {
    events.rules().put(transaction, rule.key(), rule);
    events.touch(transaction, rule.busKey());
    events.world().events().hearReads(transaction, rule.key(), rule.hearsReads());
    schedules.set(transaction, rule);
  }

  private static String emptyToNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private void requireRoom(Transaction transaction, EventsWorld.BusName bus) {
    int count = 0;
    for (Table.Row<Rule> ignored : events.rules().scan(transaction, bus.key())) {
      count++;
    }
    if (count >= MOST_RULES) {
      throw EventsErrors.tooMany();
    }
  }

  /** Refuses changes of a rule that a service made for itself, but by that service. */
  private static void requireUnmanaged(Rule rule, boolean force, Call call) {
    boolean managed = rule != null && rule.managedBy() != null;
    if (managed && !force && !rule.managedBy().equals(call.principal().arn())) {
      throw new ManagedRuleException(
          "Rule " + rule.name() + " is managed by " + rule.managedBy() + " and cannot be changed.");
    }
  }

  Unit delete(DeleteRuleRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    events.write(
        transaction -> {
          events.requireBus(transaction, bus);
          Key key = bus.key().with(in.name());
          Rule rule = events.rules().get(transaction, key);
          if (rule == null) {
            return null;
          }
          requireUnmanaged(rule, Boolean.TRUE.equals(in.force()), call);
          if (events.ruleTargets().first(transaction, key) != null) {
            throw EventsErrors.validation("Rule can't be deleted since it has targets.");
          }
          events.rules().delete(transaction, key);
          events.touch(transaction, bus.key());
          events.world().events().hearReads(transaction, key, false);
          schedules.cancel(transaction, rule);
          return null;
        });
    return EventsWorld.nothing(call);
  }

  DescribeRuleResponse describe(DescribeRuleRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    Rule rule = events.read(reader -> events.requireRule(reader, bus, in.name()));
    return new DescribeRuleResponse()
        .name(rule.name())
        .arn(rule.arn())
        .eventPattern(rule.pattern())
        .scheduleExpression(rule.schedule())
        .state(rule.state())
        .description(rule.description())
        .roleArn(rule.roleArn())
        .managedBy(rule.managedBy())
        .eventBusName(rule.bus())
        .createdBy(rule.createdBy());
  }

  Unit enable(EnableRuleRequest in, Call call) {
    turn(in.eventBusName(), in.name(), Rule.ENABLED, call);
    return EventsWorld.nothing(call);
  }

  Unit disable(DisableRuleRequest in, Call call) {
    turn(in.eventBusName(), in.name(), Rule.DISABLED, call);
    return EventsWorld.nothing(call);
  }

  private void turn(String busName, String name, String state, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(busName, call);
    events.write(
        transaction -> {
          Rule rule = events.requireRule(transaction, bus, name);
          requireUnmanaged(rule, false, call);
          if (rule.isEnabled() != state.equals(Rule.ENABLED)) {
            put(transaction, rule.withState(state));
          }
          return null;
        });
  }

  ListRulesResponse list(ListRulesRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    List<Rule> rules =
        events.read(
            reader -> {
              events.requireBus(reader, bus);
              return all(reader, bus, in.namePrefix());
            });
    Pages<Rule> pages = Pages.of(rules, Rule::name, in.nextToken(), in.limit());
    return new ListRulesResponse().rules(pages.map(Rules::summary)).nextToken(pages.nextToken());
  }

  private List<Rule> all(
      io.nephele.core.store.Reader reader, EventsWorld.BusName bus, String prefix) {
    List<Rule> rules = new ArrayList<>();
    for (Table.Row<Rule> row : events.rules().scan(reader, bus.key())) {
      if (prefix == null || row.value().name().startsWith(prefix)) {
        rules.add(row.value());
      }
    }
    return rules;
  }

  private static io.nephele.api.events.Rule summary(Rule rule) {
    return new io.nephele.api.events.Rule()
        .name(rule.name())
        .arn(rule.arn())
        .eventPattern(rule.pattern())
        .scheduleExpression(rule.schedule())
        .state(rule.state())
        .description(rule.description())
        .roleArn(rule.roleArn())
        .managedBy(rule.managedBy())
        .eventBusName(rule.bus());
  }

  ListRuleNamesByTargetResponse namesByTarget(ListRuleNamesByTargetRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    List<String> names =
        events.read(
            reader -> {
              events.requireBus(reader, bus);
              List<String> found = new ArrayList<>();
              for (Rule rule : all(reader, bus, null)) {
                for (Table.Row<EventsWorld.TargetRow> row :
                    events.ruleTargets().scan(reader, rule.key())) {
                  if (BusRules.target(row.value()).arn().equals(in.targetArn())) {
                    found.add(rule.name());
                    break;
                  }
                }
              }
              return found;
            });
    Pages<String> pages = Pages.of(names, name -> name, in.nextToken(), in.limit());
    return new ListRuleNamesByTargetResponse()
        .ruleNames(pages.items())
        .nextToken(pages.nextToken());
  }

  /** How a target is kept. */
  static EventsWorld.TargetRow row(io.nephele.api.events.Target target) {
    return new EventsWorld.TargetRow(
        io.nephele.model.Bytes.of(StoredStructs.write(target.struct())));
  }
}
