package io.nephele.services.events;

import io.nephele.api.events.InvalidStateException;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The partner event sources: rows under the accounts that may take them, and under those of the
 * partners who offer them. Any account may be a partner.
 */
final class PartnerSources {
  static final String TIMER = "events.partnerSources";

  /** How long a source is offered that nobody takes. */
  private static final Duration OFFERED = Duration.ofDays(14);

  private final EventsWorld events;
  private final Table<PartnerSource> sources =
      Table.of("events.partnerSources", PartnerSource.class);
  private final Table<Offer> offers = Table.of("events.partnerOffers", Offer.class);

  PartnerSources(EventsWorld events) {
    this.events = events;
  }

  /** That a partner offers a source; its key says which and to whom. */
  record Offer() {}

  /** Offers a source to an account. */
  PartnerSource offer(Transaction transaction, String name, String customer, Call call) {
    String region = call.region().name();
    long now = events.now();
    PartnerSource source =
        new PartnerSource(
            name,
            call.accountId(),
            customer,
            region,
            PartnerSource.PENDING,
            now,
            now + OFFERED.toMillis());
    PartnerSource known = sources.get(transaction, source.key());
    if (known != null && !known.state().equals(PartnerSource.DELETED)) {
      throw EventsErrors.exists("Event source", name);
    }
    offers.put(transaction, source.offer(), new Offer());
    return put(transaction, source);
  }

  private PartnerSource put(Transaction transaction, PartnerSource source) {
    sources.put(transaction, source.key(), source);
    events.world().timers().cancel(transaction, TIMER, source.key());
    if (source.expiresAt() > 0) {
      Instant due = Instant.ofEpochMilli(source.expiresAt());
      events.world().timers().schedule(transaction, TIMER, source.key(), due, Bytes.EMPTY);
    }
    return source;
  }

  /** Ends an offer that was not taken in time. */
  void expire(Transaction transaction, Timer timer) {
    PartnerSource source = sources.get(transaction, timer.id());
    if (source != null && source.state().equals(PartnerSource.PENDING)) {
      withdraw(transaction, source);
    }
  }

  /** Takes an offer back; an account that has the bus sees that it was. */
  void withdraw(Transaction transaction, PartnerSource source) {
    offers.delete(transaction, source.offer());
    if (hasBus(transaction, source)) {
      put(transaction, source.in(PartnerSource.DELETED, 0));
    } else {
      sources.delete(transaction, source.key());
      events.world().timers().cancel(transaction, TIMER, source.key());
    }
  }

  /** A source that an account may take, or null. */
  PartnerSource find(Reader reader, String customer, String region, String name) {
    return sources.get(reader, PartnerSource.key(customer, region, name));
  }

  /** A source that the caller may take, or its error. */
  PartnerSource require(Reader reader, String name, Call call) {
    PartnerSource source = find(reader, call.accountId(), call.region().name(), name);
    if (source == null) {
      throw EventsErrors.missing("Event source", name);
    }
    return source;
  }

  /** The sources that the caller may take, in the order of their names. */
  List<PartnerSource> of(Reader reader, String prefix, Call call) {
    List<PartnerSource> found = new ArrayList<>();
    for (Table.Row<PartnerSource> row :
        sources.scan(reader, Key.of(call.accountId()).with(call.region().name()))) {
      if (prefix == null || row.value().name().startsWith(prefix)) {
        found.add(row.value());
      }
    }
    return found;
  }

  /** Of the sources that a partner offers, those whose names begin so, to whomever. */
  List<PartnerSource> offered(Reader reader, String prefix, Call call) {
    return offered(
        reader, KeyRange.textPrefix(Key.of(call.accountId()).with(call.region().name()), prefix));
  }

  /** To whom a partner offers a source. */
  List<PartnerSource> offeredAs(Reader reader, String name, Call call) {
    return offered(
        reader, KeyRange.prefix(Key.of(call.accountId()).with(call.region().name()).with(name)));
  }

  private List<PartnerSource> offered(Reader reader, KeyRange range) {
    List<PartnerSource> found = new ArrayList<>();
    for (Table.Row<Offer> row : offers.scan(reader, range, Direction.FORWARD)) {
      KeyReader parts = row.key().reader();
      String partner = parts.nextText();
      String region = parts.nextText();
      String name = parts.nextText();
      PartnerSource source = find(reader, parts.nextText(), region, name);
      if (source != null && source.partner().equals(partner)) {
        found.add(source);
      }
    }
    return found;
  }

  private boolean hasBus(Reader reader, PartnerSource source) {
    return events.buses().contains(reader, source.key());
  }

  /** Says that the account has made the bus of a source. */
  void taken(Transaction transaction, String name, Call call) {
    PartnerSource source = require(transaction, name, call);
    if (!source.state().equals(PartnerSource.PENDING)) {
      throw invalidState(source);
    }
    put(transaction, source.in(PartnerSource.ACTIVE, 0));
  }

  /** Says that the bus of a source is gone. */
  void left(Transaction transaction, EventsWorld.BusName bus) {
    PartnerSource source = find(transaction, bus.accountId(), bus.region(), bus.name());
    if (source == null) {
      return;
    }
    if (source.state().equals(PartnerSource.DELETED)) {
      sources.delete(transaction, source.key());
    } else {
      pause(transaction, source);
    }
  }

  /** Has no more events come. */
  void pause(Transaction transaction, PartnerSource source) {
    if (source.state().equals(PartnerSource.DELETED)) {
      throw invalidState(source);
    }
    put(transaction, source.in(PartnerSource.PENDING, events.now() + OFFERED.toMillis()));
  }

  /** Has events come again. */
  void resume(Transaction transaction, PartnerSource source) {
    if (source.state().equals(PartnerSource.DELETED) || !hasBus(transaction, source)) {
      throw invalidState(source);
    }
    put(transaction, source.in(PartnerSource.ACTIVE, 0));
  }

  private static RuntimeException invalidState(PartnerSource source) {
    return new InvalidStateException(
        "Event source "
            + source.name()
            + " is not in a valid state: it is "
            + source.state()
            + ".");
  }

  /** The ARN of a source that is not there yet. */
  static String arn(String name, Call call) {
    return "arn:"
        + Regions.find(call.region().name()).partition().id()
        + ":events:"
        + call.region().name()
        + "::event-source/"
        + name;
  }
}
