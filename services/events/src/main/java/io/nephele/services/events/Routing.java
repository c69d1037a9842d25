package io.nephele.services.events;

import io.nephele.api.events.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

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
    accept(name, event, rule -> true);
  }

  /** Has an event that is replayed matched by some rules of a bus alone; all if none is named. */
  void replay(EventsWorld.BusName name, Event event, List<String> ruleArns) {
    accept(name, event, rule -> ruleArns.isEmpty() || ruleArns.contains(rule.arn()));
  }

  private void accept(EventsWorld.BusName name, Event event, Predicate<Rule> hears) {
    if (event.hops() > MOST_HOPS) {
      return;
    }
    BusRules.Matches matches = matches(name, event);
    if (matches == null) {
      return;
    }
    boolean reads = event.isReadingCall();
    List<BusRules.Aimed> aimed = new ArrayList<>(matches.rules().size());
    boolean anyTarget = false;
    for (BusRules.Aimed matched : matches.rules()) {
      Rule rule = matched.rule();
      if ((!reads || rule.hearsReads()) && hears.test(rule)) {
        deliveries.count(rule, "MatchedEvents", "Count", 1);
        deliveries.count(rule, "TriggeredRules", "Count", 1);
        aimed.add(matched);
        anyTarget |= !matched.targets().isEmpty();
      }
    }
    boolean kept = event.replayName() == null && !matches.archives().isEmpty();
    if (anyTarget || kept) {
      events.write(
          transaction -> {
            if (kept) {
              archives.keep(transaction, matches.archives(), event);
            }
            for (BusRules.Aimed each : aimed) {
              for (Target target : each.targets()) {
                deliveries.add(transaction, each.rule(), target, event);
              }
            }
            return null;
          });
    }
  }

  /** What an event is for, or null if the bus does not exist. */
  private BusRules.Matches matches(EventsWorld.BusName name, Event event) {
    return events.read(
        reader -> {
          Bus bus = events.bus(reader, name);
          return bus == null ? null : rules.match(reader, bus, event);
        });
  }
}
