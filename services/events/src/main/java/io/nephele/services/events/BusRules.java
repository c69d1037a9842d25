package io.nephele.services.events;

import io.nephele.api.events.Events;
import io.nephele.api.events.Target;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.wire.cbor.StoredStructs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.event.ruler.Machine;

/**
 * The rules and archives of buses, compiled to match events quickly. Kept in memory until the bus's
 * stamp says that they have changed.
 */
final class BusRules {
  private static final int MOST_KEPT = 1000;
  private static final String RULE = "r";
  private static final String ARCHIVE = "a";

  private final EventsWorld events;
  private final Archives archives;
  private final Map<Key, Compiled> kept = new ConcurrentHashMap<>();

  BusRules(EventsWorld events, Archives archives) {
    this.events = events;
    this.archives = archives;
  }

  /** A rule with its targets. */
  record Aimed(Rule rule, List<Target> targets) {}

  /** What an event is for. */
  record Matches(List<Aimed> rules, List<Archive> archives) {}

  private record Compiled(
      long stamp, Machine machine, Map<String, Aimed> rules, Map<String, Archive> archives) {}

  /** The rules that an event matches and the archives that keep it. */
  Matches match(Reader reader, Bus bus, Event event) {
    Compiled compiled = compiled(reader, bus);
    List<Aimed> rules = new ArrayList<>();
    List<Archive> kept = new ArrayList<>();
    if (!compiled.machine.isEmpty()) {
      for (String name : names(compiled.machine, event)) {
        if (name.startsWith(RULE)) {
          rules.add(compiled.rules.get(name.substring(1)));
        } else {
          kept.add(compiled.archives.get(name.substring(1)));
        }
      }
    }
    compiled.archives.forEach(
        (name, archive) -> {
          if (archive.pattern() == null) {
            kept.add(archive);
          }
        });
    return new Matches(rules, kept);
  }

  private static List<String> names(Machine machine, Event event) {
    try {
      return machine.rulesForJSONEvent(event.json());
    } catch (Exception e) {
      throw new IllegalStateException("An event cannot be matched.", e);
    }
  }

  private Compiled compiled(Reader reader, Bus bus) {
    long stamp = events.stamp(reader, bus.key());
    Compiled known = kept.get(bus.key());
    if (known != null && known.stamp == stamp) {
      return known;
    }
    Compiled made = compile(reader, bus, stamp);
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(bus.key(), made);
    return made;
  }

  private Compiled compile(Reader reader, Bus bus, long stamp) {
    Machine machine = Machine.builder().build();
    Map<String, Aimed> rules = new HashMap<>();
    Map<String, Archive> kept = new HashMap<>();
    try {
      for (Table.Row<Rule> row : events.rules().scan(reader, bus.key())) {
        Rule rule = row.value();
        if (rule.isEnabled() && rule.pattern() != null) {
          machine.addRule(RULE + rule.name(), rule.pattern());
          rules.put(rule.name(), new Aimed(rule, targets(reader, rule)));
        }
      }
      for (Archive archive : archives.of(reader, bus)) {
        if (archive.pattern() != null) {
          machine.addRule(ARCHIVE + archive.name(), archive.pattern());
        }
        kept.put(archive.name(), archive);
      }
    } catch (java.io.IOException e) {
      throw new IllegalStateException("A pattern that was checked cannot be compiled.", e);
    }
    return new Compiled(stamp, machine, rules, kept);
  }

  /** The targets of a rule. */
  List<Target> targets(Reader reader, Rule rule) {
    List<Target> targets = new ArrayList<>();
    for (Table.Row<EventsWorld.TargetRow> row : events.ruleTargets().scan(reader, rule.key())) {
      targets.add(target(row.value()));
    }
    return targets;
  }

  static Target target(EventsWorld.TargetRow row) {
    return new Target(StoredStructs.read(row.target().toArray(), Events.shape("Target")));
  }
}
