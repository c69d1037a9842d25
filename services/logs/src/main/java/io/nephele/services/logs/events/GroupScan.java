package io.nephele.services.logs.events;

import io.nephele.core.store.Direction;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.services.logs.state.StreamStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Opens the streams of a group that have events of a time. */
public final class GroupScan {
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
