package io.nephele.core.events;

import io.nephele.api.events.Events;
import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.core.World;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.List;

/**
 * Tells EventBridge what happens in services. An event is written in the transaction of the change
 * that it tells of and delivered to the default bus after that, at least once; where there is no
 * EventBridge it goes nowhere.
 */
public final class ServiceEvents {
  private static final String KIND = "events.outbox";
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final World world;
  private final Table<ServiceEvent> outbox = Table.of(KIND, ServiceEvent.class);
  private final Table<Listener> readListeners = Table.of("events.readListeners", Listener.class);

  /** Who wants to hear of calls that only read; its key says where it is and who. */
  record Listener() {}

  /** The events of a world's services. */
  public ServiceEvents(World world) {
    this.world = world;
    world.timers().onWork(KIND, this::deliver);
  }

  /** Tells of an event once the transaction is committed. */
  public void emit(Transaction transaction, ServiceEvent event) {
    if (!isHeard()) {
      return;
    }
    Key id = Key.of(event.accountId()).with(event.region()).with(world.ids().nextLong());
    outbox.put(transaction, id, event);
    world.timers().schedule(transaction, KIND, id, world.clock().now(), NOTHING);
  }

  /** Tells of an event that no change of the store goes with. Not inside a transaction. */
  public void emit(ServiceEvent event) {
    if (isHeard()) {
      world
          .store()
          .write(
              transaction -> {
                emit(transaction, event);
                return null;
              });
    }
  }

  /**
   * Says whether a listener, whose key begins with its account and region, is to hear of management
   * calls that only read.
   */
  public void hearReads(Transaction transaction, Key listener, boolean hears) {
    if (hears) {
      readListeners.put(transaction, listener, new Listener());
    } else {
      readListeners.delete(transaction, listener);
    }
  }

  /** Whether anybody there wants to hear of management calls that only read. */
  public boolean hearsReads(Reader reader, String accountId, String region) {
    return readListeners.first(reader, Key.of(accountId).with(region)) != null;
  }

  private boolean isHeard() {
    return world.services().names().contains("events");
  }

  private void deliver(Timer timer) {
    ServiceEvent event = world.store().read(reader -> outbox.get(reader, timer.id()));
    if (event == null) {
      return;
    }
    if (world.services().operations("events").contains(Events.PutEvents.name())) {
      world.call(
          Events.PutEvents,
          new PutEventsRequest().entries(List.of(entry(event))),
          Principal.service(event.servicePrincipal(), event.accountId()),
          Regions.find(event.region()),
          Origin.service(event.servicePrincipal(), null));
    }
    world
        .store()
        .write(
            transaction -> {
              outbox.delete(transaction, timer.id());
              return null;
            });
  }

  private static PutEventsRequestEntry entry(ServiceEvent event) {
    return new PutEventsRequestEntry()
        .source(event.source())
        .detailType(event.detailType())
        .resources(event.resources())
        .detail(event.detail())
        .time(Instant.ofEpochMilli(event.time()));
  }
}
