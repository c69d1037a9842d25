package io.nephele.services.xray;

import io.nephele.core.World;
import io.nephele.core.call.Call;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where segments are: by the second of their trace, so that what is too old goes as one range. The
 * second is the one in the trace's id; of ids without a time (as OpenTelemetry makes them) it is
 * that of the first segment's arrival, which a row tells.
 */
final class TraceTables {
  /** The kind of the timers that remove what is too old. */
  static final String TIMER = "xray.expiry";

  static final Duration RETENTION = Duration.ofDays(30);

  private static final int EXPIRED_AT_ONCE = 500;
  private static final long DAY = 86_400;

  private final World world;
  private final Table<StoredSegment> segments;
  private final Table<Place> places = Table.of("xray.places", Place.class);
  private final Table<Mark> marks = Table.of("xray.marks", Mark.class);

  TraceTables(World world) {
    this.world = world;
    this.segments = Table.sealed("xray.segments", StoredSegment.class, world.rootKey());
  }

  /** The second under which a trace lies whose id does not tell it. */
  record Place(long second) {}

  /** That a segment of a trace began or ended at a time, which the key tells. */
  record Mark(boolean end) {}

  /** Where a trace lies. */
  record TracePlace(long second, String traceId) {}

  private static Key owner(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  /** Stores a segment; one that has ended is not replaced by its beginning. */
  void put(
      Transaction transaction, Call call, SegmentRules.Accepted segment, StoredSegment stored) {
    Key owner = owner(call);
    TracePlace place = place(transaction, owner, segment.traceId(), call.time());
    Key key = owner.with(place.second()).with(place.traceId()).with(segment.id());
    StoredSegment before = segments.get(transaction, key);
    int revision = before == null ? 1 : before.revision() + 1;
    StoredSegment after =
        before != null && segment.inProgress() && !before.inProgress()
            ? before.again(revision)
            : stored.withRevision(revision);
    segments.put(transaction, key, after);
    mark(transaction, owner, segment.start(), segment.traceId(), false);
    if (segment.end() != null) {
      mark(transaction, owner, segment.end(), segment.traceId(), true);
    }
    if (world.timers().due(transaction, TIMER, owner) == null) {
      world
          .timers()
          .schedule(transaction, TIMER, owner, call.time().plus(Duration.ofDays(1)), Bytes.EMPTY);
    }
  }

  private void mark(
      Transaction transaction, Key owner, double seconds, String traceId, boolean end) {
    Key key = owner.with((long) (seconds * 1000)).with(traceId).with(end ? 1L : 0L);
    marks.put(transaction, key, new Mark(end));
  }

  private TracePlace place(Transaction transaction, Key owner, String traceId, Instant now) {
    TracePlace known = find(transaction, owner, traceId);
    long oldest = now.minus(RETENTION).getEpochSecond();
    if (known.second() >= oldest && known.second() <= now.getEpochSecond() + DAY) {
      return known;
    }
    TracePlace here = new TracePlace(now.getEpochSecond(), traceId);
    places.put(transaction, owner.with(traceId), new Place(here.second()));
    return here;
  }

  private TracePlace find(Reader reader, Key owner, String traceId) {
    Place place = places.get(reader, owner.with(traceId));
    long second = place == null ? Long.parseLong(traceId.substring(2, 10), 16) : place.second();
    return new TracePlace(second, traceId);
  }

  /** Where a trace lies if there is one of that id. */
  TracePlace find(Reader reader, Call call, String traceId) {
    return find(reader, owner(call), traceId);
  }

  /** The segments of a trace; empty where there is none or it is too old. */
  List<StoredSegment> segments(Reader reader, Call call, TracePlace place) {
    List<StoredSegment> found = new ArrayList<>();
    if (place.second() < oldest(call)) {
      return found;
    }
    Key key = owner(call).with(place.second()).with(place.traceId());
    long characters = 0;
    for (Table.Row<StoredSegment> row : segments.scan(reader, key)) {
      characters += row.value().length();
      found.add(row.value());
      if (characters > AssembledTrace.MOST_CHARACTERS) {
        break;
      }
    }
    return found;
  }

  private static long oldest(Call call) {
    return call.time().minus(RETENTION).getEpochSecond();
  }

  /** The traces of a range of seconds, both ends included, the first first. */
  List<TracePlace> traces(
      Reader reader, Call call, Instant from, Instant to, TracePlace after, int most) {
    Key owner = owner(call);
    long first = Math.max(from.getEpochSecond(), oldest(call));
    KeyRange range =
        KeyRange.between(owner.with(first), owner.with(Math.max(first, to.getEpochSecond() + 1)));
    if (after != null) {
      range = range.startingAfter(owner.with(after.second()).with(after.traceId()));
    }
    List<TracePlace> found = new ArrayList<>();
    while (found.size() < most) {
      Table.Rows<StoredSegment> rows = segments.scan(reader, range, Direction.FORWARD);
      if (!rows.hasNext()) {
        break;
      }
      Key key = rows.next().key();
      TracePlace place = placeOf(key);
      found.add(place);
      range = range.startingAfter(owner.with(place.second()).with(place.traceId()));
    }
    return found;
  }

  private static TracePlace placeOf(Key key) {
    KeyReader parts = key.reader();
    parts.nextText();
    parts.nextText();
    return new TracePlace(parts.nextLong(), parts.nextText());
  }

  /** The traces of which a segment began or ended in a range of time, in the order of time. */
  List<TracePlace> tracesActive(Reader reader, Call call, Instant from, Instant to, int most) {
    Key owner = owner(call);
    long first = Math.max(from.toEpochMilli(), oldest(call) * 1000);
    KeyRange range =
        KeyRange.between(owner.with(first), owner.with(Math.max(first, to.toEpochMilli() + 1)));
    Set<String> ids = new LinkedHashSet<>();
    for (Table.Row<Mark> row : marks.scan(reader, range, Direction.FORWARD)) {
      KeyReader parts = row.key().reader();
      parts.nextText();
      parts.nextText();
      parts.nextLong();
      ids.add(parts.nextText());
      if (ids.size() >= most) {
        break;
      }
    }
    List<TracePlace> found = new ArrayList<>();
    for (String id : ids) {
      found.add(find(reader, owner, id));
    }
    return found;
  }

  /** Removes what is too old. */
  void expire(Transaction transaction, Timer timer) {
    Key owner = timer.id();
    Instant oldest = timer.due().minus(RETENTION);
    segments.deleteRange(
        transaction,
        KeyRange.between(owner.with(Long.MIN_VALUE), owner.with(oldest.getEpochSecond())));
    marks.deleteRange(
        transaction,
        KeyRange.between(owner.with(Long.MIN_VALUE), owner.with(oldest.toEpochMilli())));
    int removed = 0;
    for (Table.Row<Place> row : places.scan(transaction, owner)) {
      if (row.value().second() < oldest.getEpochSecond()) {
        places.delete(transaction, row.key());
        removed++;
      }
      if (removed == EXPIRED_AT_ONCE) {
        break;
      }
    }
    boolean more = removed == EXPIRED_AT_ONCE;
    if (more || segments.first(transaction, owner) != null) {
      world
          .timers()
          .schedule(
              transaction,
              TIMER,
              owner,
              timer.due().plus(more ? Duration.ofMinutes(1) : Duration.ofDays(1)),
              Bytes.EMPTY);
    }
  }
}
