package io.nephele.services.ssm;

import io.nephele.api.ssm.ParameterInlinePolicy;
import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Applies the policies of parameters: the clock deletes what has expired and tells of the rest. */
final class Expirations {
  /** The kind of the timers that delete; their ids are the places of parameters. */
  static final String TIMER = "ssm.expiration";

  /** The kind of the timers that tell; their ids are places and the numbers of policies. */
  static final String NOTIFICATION = "ssm.notification";

  private final World world;
  private final ParameterTables tables;
  private final ParameterEvents events;

  Expirations(World world, ParameterTables tables, ParameterEvents events) {
    this.world = world;
    this.tables = tables;
    this.events = events;
  }

  /** The policies of a version as callers are told; empty if there are none. */
  static List<ParameterInlinePolicy> told(ParameterVersion version) {
    List<ParameterInlinePolicy> told = new ArrayList<>();
    for (ParameterPolicy policy : ParameterPolicy.parse(version.policies(), version.modified())) {
      boolean finished = version.finished().contains(Integer.toString(told.size()));
      told.add(
          new ParameterInlinePolicy()
              .policyText(policy.text())
              .policyType(policy.type())
              .policyStatus(finished ? "Finished" : "Pending"));
    }
    return told;
  }

  void schedule(Transaction transaction, Key place, List<ParameterPolicy> policies) {
    cancel(transaction, place);
    for (int i = 0; i < policies.size(); i++) {
      ParameterPolicy policy = policies.get(i);
      Instant due = policy.due();
      boolean deletes = policy.type().equals(ParameterPolicy.EXPIRATION);
      world
          .timers()
          .schedule(
              transaction,
              deletes ? TIMER : NOTIFICATION,
              deletes ? place : place.with((long) i),
              due,
              Bytes.EMPTY);
    }
  }

  void cancel(Transaction transaction, Key place) {
    world.timers().cancel(transaction, TIMER, place);
    world.timers().cancelAll(transaction, NOTIFICATION, place);
  }

  /** What the clock does when a parameter expires. */
  void onExpiry(Transaction transaction, Timer timer) {
    ParameterHead head = tables.head(transaction, timer.id());
    if (head == null) {
      return;
    }
    ParameterVersion version = tables.version(transaction, timer.id(), head.latest());
    for (ParameterPolicy policy : ParameterPolicy.parse(version.policies(), version.modified())) {
      if (policy.type().equals(ParameterPolicy.EXPIRATION)) {
        events.applied(transaction, timer.id(), head.name(), version, policy);
      }
    }
    events.changed(transaction, timer.id(), ParameterEvents.DELETE, head.name(), version);
    cancel(transaction, timer.id());
    tables.delete(transaction, timer.id());
  }

  /** What the clock does when somebody is to be told of a parameter. */
  void onNotification(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    Key place = ParameterName.place(parts.nextText(), parts.nextText(), parts.nextText());
    int index = (int) parts.nextLong();
    ParameterHead head = tables.head(transaction, place);
    if (head == null) {
      return;
    }
    ParameterVersion version = tables.version(transaction, place, head.latest());
    List<ParameterPolicy> policies = ParameterPolicy.parse(version.policies(), version.modified());
    if (index < policies.size()) {
      List<String> finished = new ArrayList<>(version.finished());
      finished.add(Integer.toString(index));
      tables.put(transaction, place, version.withFinished(finished));
      events.applied(transaction, place, head.name(), version, policies.get(index));
    }
  }
}
