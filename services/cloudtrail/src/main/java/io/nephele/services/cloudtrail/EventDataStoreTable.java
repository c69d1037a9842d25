package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.EventDataStoreARNInvalidException;
import io.nephele.api.cloudtrail.EventDataStoreNotFoundException;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.trail.Selection;
import java.util.ArrayList;
import java.util.List;

/** The event data stores of a world. */
final class EventDataStoreTable {
  private static final String KIND = "eventdatastore/";

  private final World world;

  /** By account, home region and id. */
  private final Table<EventDataStoreRecord> table =
      Table.of("cloudtrail.eventDataStores", EventDataStoreRecord.class);

  EventDataStoreTable(World world) {
    this.world = world;
  }

  World world() {
    return world;
  }

  static boolean isOne(String arn) {
    return arn.contains(":" + KIND);
  }

  EventDataStoreRecord get(Reader reader, Key key) {
    return table.get(reader, key);
  }

  /** All of the caller's in the region. */
  List<EventDataStoreRecord> all(Reader reader, Call call) {
    List<EventDataStoreRecord> all = new ArrayList<>();
    Key place = Key.of(call.accountId()).with(call.region().name());
    for (Table.Row<EventDataStoreRecord> row : table.scan(reader, place)) {
      all.add(row.value());
    }
    return all;
  }

  /** The one that an ARN or the id in it names; an error to the caller if it is not there. */
  EventDataStoreRecord find(Reader reader, Call call, String name) {
    String id = name;
    if (name.startsWith("arn:")) {
      Arn arn = Arn.parse(name);
      if (arn == null || !arn.service().equals("cloudtrail") || !arn.resource().startsWith(KIND)) {
        throw new EventDataStoreARNInvalidException(
            "The specified event data store ARN is not valid: " + name);
      }
      boolean own =
          arn.account().equals(call.accountId()) && arn.region().equals(call.region().name());
      id = own ? arn.resource().substring(KIND.length()) : null;
    }
    EventDataStoreRecord found =
        id == null
            ? null
            : table.get(reader, Key.of(call.accountId()).with(call.region().name()).with(id));
    if (found == null) {
      throw new EventDataStoreNotFoundException(
          "The specified event data store was not found: " + name);
    }
    return found;
  }

  /** Stores one and says to who takes note of calls what it takes. */
  void put(Transaction transaction, EventDataStoreRecord record) {
    table.put(transaction, record.key(), record);
    Table<Selection> selections = world.trail().tables().selections();
    if (record.status().equals(EventDataStoreRecord.ENABLED)) {
      selections.put(transaction, record.key(), record.selection());
    } else {
      selections.delete(transaction, record.key());
    }
    transaction.afterCommit(world.trail()::selectionsChanged);
  }

  /** Removes one with its events. */
  void delete(Transaction transaction, EventDataStoreRecord record) {
    table.delete(transaction, record.key());
    world.trail().tables().selections().delete(transaction, record.key());
    world.trail().tables().removeFromLake(transaction, record.key(), Long.MAX_VALUE);
    transaction.afterCommit(world.trail()::selectionsChanged);
  }
}
