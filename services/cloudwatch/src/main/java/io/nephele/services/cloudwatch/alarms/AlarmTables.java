package io.nephele.services.cloudwatch.alarms;

import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.cloudwatch.resources.Taggable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of alarms and of what happened to them, which is kept for 30 days. */
final class AlarmTables implements Taggable {
  static final Duration KEPT = Duration.ofDays(30);

  private final World world;
  private final Table<Alarm> alarms = Table.ofOftenRead("cloudwatch.alarms", Alarm.class);
  private final Table<HistoryItem> history = Table.of("cloudwatch.alarmHistory", HistoryItem.class);

  AlarmTables(World world) {
    this.world = world;
  }

  Alarm find(Reader reader, Key key) {
    return alarms.get(reader, key);
  }

  void put(Transaction transaction, Alarm alarm) {
    alarms.put(transaction, alarm.key(), alarm);
  }

  void delete(Transaction transaction, Alarm alarm) {
    alarms.delete(transaction, alarm.key());
  }

  List<Alarm> all(Reader reader, String accountId, String region) {
    List<Alarm> found = new ArrayList<>();
    for (Table.Row<Alarm> row : alarms.scan(reader, Key.of(accountId).with(region))) {
      found.add(row.value());
    }
    return found;
  }

  void note(
      Transaction transaction, Alarm alarm, String kind, String summary, String data, Instant now) {
    Key place = alarm.key();
    history.deleteRange(
        transaction, KeyRange.between(place.with(Instant.EPOCH), place.with(now.minus(KEPT))));
    history.put(
        transaction,
        place.with(now).with(world.ids().nextLong()),
        new HistoryItem(alarm.name(), alarm.type(), kind, summary, data, now.toEpochMilli()));
  }

  /** What happened since then, of one alarm or of all, with its keys. */
  List<Table.Row<HistoryItem>> history(
      Reader reader, String accountId, String region, String alarm, Instant since) {
    Key place = Key.of(accountId).with(region);
    place = alarm == null ? place : place.with(alarm);
    List<Table.Row<HistoryItem>> found = new ArrayList<>();
    for (Table.Row<HistoryItem> row : history.scan(reader, place)) {
      if (row.value().time() >= since.toEpochMilli()) {
        found.add(row);
      }
    }
    return found;
  }

  @Override
  public String kind() {
    return "alarm:";
  }

  @Override
  public Map<String, String> tags(Reader reader, String accountId, String region, String name) {
    Alarm alarm = find(reader, Alarm.key(accountId, region, name));
    return alarm == null ? null : alarm.tags();
  }

  @Override
  public void setTags(
      Transaction transaction,
      String accountId,
      String region,
      String name,
      Map<String, String> tags) {
    put(transaction, find(transaction, Alarm.key(accountId, region, name)).withTags(tags));
  }
}
