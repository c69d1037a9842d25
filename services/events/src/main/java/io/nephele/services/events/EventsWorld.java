package io.nephele.services.events;

import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.targets.Targets;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.function.Function;

/** What all parts of EventBridge stand on: buses, rules and their targets. */
final class EventsWorld {
  /** Who EventBridge is when it calls others. */
  static final String PRINCIPAL = "events.amazonaws.com";

  private static final String BUS = "event-bus/";

  private final World world;
  private final AssumedRoles roles;
  private final Targets targets;
  private final Table<Bus> buses = Table.ofOftenRead("events.buses", Bus.class);
  private final Table<Rule> rules = Table.of("events.rules", Rule.class);
  private final Table<TargetRow> ruleTargets = Table.of("events.targets", TargetRow.class);
  private final Table<Stamp> stamps = Table.ofOftenRead("events.stamps", Stamp.class);

  EventsWorld(World world) {
    this.world = world;
    this.roles = new AssumedRoles(world);
    this.targets = new Targets(world);
  }

  /**
   * A target of a rule.
   *
   * @param target the model's {@code Target}
   */
  record TargetRow(Bytes target) {}

  /** Changes whenever the rules, targets or archives of a bus do. */
  record Stamp(long value) {}

  /** A bus by whose and which it is. */
  record BusName(String accountId, String region, String name) {
    Key key() {
      return Bus.key(accountId, region, name);
    }
  }

  World world() {
    return world;
  }

  AssumedRoles roles() {
    return roles;
  }

  Targets targets() {
    return targets;
  }

  Table<Bus> buses() {
    return buses;
  }

  Table<Rule> rules() {
    return rules;
  }

  Table<TargetRow> ruleTargets() {
    return ruleTargets;
  }

  long now() {
    return world.clock().millis();
  }

  <T> T read(Function<? super Reader, T> body) {
    return world.store().read(body);
  }

  <T> T write(Function<? super Transaction, T> body) {
    return world.store().write(body);
  }

  /** The result of an operation that tells nothing. */
  static Unit nothing(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }

  /** Which bus a request means: by name in the caller's account, by ARN, or the default one. */
  static BusName busName(String nameOrArn, Call call) {
    if (nameOrArn == null || !Arn.isArn(nameOrArn)) {
      String name = nameOrArn == null ? Bus.DEFAULT : nameOrArn;
      return new BusName(call.accountId(), call.region().name(), name);
    }
    Arn arn = Arn.parse(nameOrArn);
    if (arn == null || !arn.service().equals("events") || !arn.resource().startsWith(BUS)) {
      throw EventsErrors.validation("Parameter EventBusName is not valid.");
    }
    return new BusName(arn.account(), arn.region(), arn.resource().substring(BUS.length()));
  }

  /** A bus, or null if it does not exist. */
  Bus bus(Reader reader, BusName name) {
    Bus bus = buses.get(reader, name.key());
    return bus == null && name.name().equals(Bus.DEFAULT)
        ? Bus.ofDefault(name.accountId(), name.region())
        : bus;
  }

  /** A bus that has to exist. */
  Bus requireBus(Reader reader, BusName name) {
    Bus bus = bus(reader, name);
    if (bus == null) {
      throw EventsErrors.noBus(name.name());
    }
    return bus;
  }

  /** A rule that has to exist. */
  Rule requireRule(Reader reader, BusName bus, String name) {
    requireBus(reader, bus);
    Rule rule = rules.get(reader, bus.key().with(name));
    if (rule == null) {
      throw EventsErrors.noRule(name, bus.name());
    }
    return rule;
  }

  /** When the rules of a bus changed last, as a number that is another then. */
  long stamp(Reader reader, Key bus) {
    Stamp stamp = stamps.get(reader, bus);
    return stamp == null ? 0 : stamp.value();
  }

  /** Says that the rules, targets or archives of a bus change. */
  void touch(Transaction transaction, Key bus) {
    stamps.put(transaction, bus, new Stamp(world.ids().nextLong()));
  }
}
