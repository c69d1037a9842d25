package io.nephele.services.logs.events;

import io.nephele.services.logs.state.Group;
import java.util.List;

/** The events of several groups in one order. */
public final class MergedGroups {
  private final GroupCursor cursor;
  private final List<Group> groups;
  private final List<String> streams;

  /** What a cursor whose streams are named by their numbers stands for. */
  MergedGroups(GroupCursor cursor, List<Group> groups, List<String> streams) {
    this.cursor = cursor;
    this.groups = groups;
    this.streams = streams;
  }

  /** The next event's position, or null at the end. */
  public Position peek() {
    return cursor.peek();
  }

  /** The next event. */
  public StoredEvent stored() {
    return cursor.stored();
  }

  /** Goes to the next event. */
  public void step() {
    cursor.step();
  }

  /** The group of the next event. */
  public Group group() {
    return groups.get(Integer.parseInt(cursor.streamName()));
  }

  /** The name of the stream of the next event. */
  public String streamName() {
    return streams.get(Integer.parseInt(cursor.streamName()));
  }
}
