package io.nephele.services.logs.events;

import io.nephele.core.store.Direction;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.services.logs.state.StreamStatistics;
import io.nephele.services.logs.state.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens the streams of a group that have events of a time. */
public final class GroupScan {
  private static final long PART_BYTES = 16L << 20;
  private static final long MOST_PARTS = 256;

  private final LogsWorld logs;
  private final EventTable table;
  private final GroupKeys keys;

  /** The groups of a world. */
  public GroupScan(LogsWorld logs, EventTable table, GroupKeys keys) {
    this.logs = logs;
    this.table = table;
    this.keys = keys;
  }

  /** The streams that are wanted: those of these names, or those with a prefix; null for all. */
  public record Streams(List<String> names, String prefix) {
    /** All of a group. */
    public static final Streams ALL = new Streams(null, null);
  }

  /** Reads one consistent state, in which the events of a group can be decrypted. */
  public <T> T read(Group group, Function<Reader, T> body) {
    return keys.read(body);
  }

  /**
   * The events of a group's streams.
   *
   * @throws io.nephele.model.AwsException if a stream is named that is not there
   */
  public GroupCursor open(Reader reader, Group group, Streams wanted, StreamCursor.Range range) {
    List<StreamCursor> cursors = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (LogStreamRow stream : streams(reader, group, wanted)) {
      StreamStatistics known = logs.statistics(reader, group, stream);
      if (known.isEmpty()
          || known.lastTimestamp() < range.from()
          || known.firstTimestamp() > range.to()) {
        continue;
      }
      cursors.add(
          new StreamCursor(table, reader, group, stream.id(), known, range, keys.of(group)));
      names.add(stream.name());
    }
    return new GroupCursor(cursors, names, range.backward());
  }

  /** As {@link #read}, for several groups. */
  public <T> T readAll(Function<Reader, T> body) {
    return keys.read(body);
  }

  /** The events of several groups of a time, both ends inclusive, the latest first. */
  public MergedGroups openAll(Reader reader, List<Group> groups, long from, long to, long now) {
    List<StreamCursor> cursors = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    List<Group> ofCursors = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Group group : groups) {
      long first = Math.max(from, group.horizon(now));
      for (LogStreamRow stream : streams(reader, group, Streams.ALL)) {
        StreamStatistics known = logs.statistics(reader, group, stream);
        if (known.isEmpty() || known.lastTimestamp() < first || known.firstTimestamp() > to) {
          continue;
        }
        StreamCursor.Range range = new StreamCursor.Range(first, to, true);
        cursors.add(
            new StreamCursor(table, reader, group, stream.id(), known, range, keys.of(group)));
        numbers.add(Integer.toString(numbers.size()));
        ofCursors.add(group);
        names.add(stream.name());
      }
    }
    return new MergedGroups(new GroupCursor(cursors, numbers, true), ofCursors, names);
  }

  /**
   * The events of several groups of a time, both ends inclusive, in parts that can be looked at
   * side by side, the latest first.
   */
  public List<StreamScan> parts(Reader reader, List<Group> groups, long from, long to, long now) {
    List<StreamScan> parts = new ArrayList<>();
    for (Group group : groups) {
      for (LogStreamRow stream : streams(reader, group, Streams.ALL)) {
        StreamStatistics known = logs.statistics(reader, group, stream);
        long first = Math.max(Math.max(from, group.horizon(now)), known.firstTimestamp());
        long last = Math.min(to, known.lastTimestamp());
        if (!known.isEmpty() && first <= last) {
          long bytes = 0;
          for (Table.Row<Usage> day :
              logs.usage().scan(reader, EventTable.key(group, stream.id()))) {
            bytes += day.value().bytes();
          }
          long count = Math.clamp(bytes / PART_BYTES, 1, MOST_PARTS);
          long width = Math.max(1, (last - first) / count + 1);
          for (long start = first; start <= last; start += width) {
            long end = Math.min(last, start + width - 1);
            parts.add(new StreamScan(group, stream, known, start, end));
          }
        }
      }
    }
    parts.sort((a, b) -> Long.compare(b.to(), a.to()));
    return parts;
  }

  /** Hands on the events of a part; returns how many there were. */
  public long scan(Reader reader, StreamScan part, Consumer<StoredEvent> consumer) {
    return part.run(table, reader, keys.of(part.group()), consumer);
  }

  private List<LogStreamRow> streams(Reader reader, Group group, Streams wanted) {
    List<LogStreamRow> found = new ArrayList<>();
    if (wanted.names != null) {
      for (String name : wanted.names) {
        found.add(logs.stream(reader, group, name));
      }
      return found;
    }
    KeyRange range =
        wanted.prefix == null
            ? KeyRange.prefix(group.contentKey())
            : KeyRange.textPrefix(group.contentKey(), wanted.prefix);
    for (Table.Row<LogStreamRow> row : logs.streams().scan(reader, range, Direction.FORWARD)) {
      found.add(row.value());
    }
    return found;
  }
}
