package io.nephele.services.events;

import io.nephele.api.events.Target;
import io.nephele.core.store.Transaction;
import java.util.List;

/**
 * Brings events to the rules and archives of their bus. What is to be delivered is in the store
 * when the event is acknowledged.
 */
final class Routing {
  private static final int MOST_HOPS = 5;

  private final EventsWorld events;
  private final BusRules rules;
  private final Archives archives;
  private final Deliveries deliveries;

  Routing(EventsWorld events, BusRules rules, Archives archives, Deliveries deliveries) {
    this.events = events;
    this.rules = rules;
    this.archives = archives;
    this.deliveries = deliveries;
  }

  /** Takes an event for a bus; one that does not exist takes nothing and says nothing. */
  void accept(EventsWorld.BusName name, Event event) {
    if (event.hops() > MOST_HOPS) {
      return;
    }
    String json = event.json();
    BusRules.Matches matches =
        events.read(
            reader -> {
              Bus bus = events.bus(reader, name);
              return bus == null ? null : rules.match(reader, bus, json);
            });
    if (matches == null) {
      return;
    }
    for (BusRules.Aimed aimed : matches.rules()) {
      deliveries.count(aimed.rule(), "MatchedEvents", "Count", 1);
      deliveries.count(aimed.rule(), "TriggeredRules", "Count", 1);
    }
    boolean aimedAt = matches.rules().stream().anyMatch(aimed -> !aimed.targets().isEmpty());
    boolean kept = event.replayName() == null && !matches.archives().isEmpty();
    if (aimedAt || kept) {
      events.write(
          transaction -> {
            if (kept) {
              archives.keep(transaction, matches.archives(), event);
            }
            for (BusRules.Aimed aimed : matches.rules()) {
              deliver(transaction, aimed.rule(), aimed.targets(), event);
            }
            return null;
          });
    }
  }

  /** Has an event delivered to a rule's targets. */
  void deliver(Transaction transaction, Rule rule, List<Target> targets, Event event) {
    for (Target target : targets) {
      deliveries.add(transaction, rule, target, event);
    }
  }

  /** Has an event that is replayed matched by some rules of a bus alone. */
  void replay(EventsWorld.BusName name, Event event, List<String> ruleArns) {
    String json = event.json();
    BusRules.Matches matches =
        events.read(
            reader -> {
              Bus bus = events.bus(reader, name);
              return bus == null ? null : rules.match(reader, bus, json);
            });
    if (matches == null) {
      return;
    }
    events.write(
        transaction -> {
          for (BusRules.Aimed aimed : matches.rules()) {
            if (ruleArns == null || ruleArns.isEmpty() || ruleArns.contains(aimed.rule().arn())) {
              deliver(transaction, aimed.rule(), aimed.targets(), event);
            }
          }
          return null;
        });
  }
}
