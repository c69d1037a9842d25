package io.nephele.services.logs.events;

import java.util.List;
import java.util.PriorityQueue;

/** The events of several streams of a group in the order of time. */
public final class GroupCursor {
  private final PriorityQueue<Head> heads = new PriorityQueue<>();
  private final List<StreamCursor> cursors;
  private final boolean backward;

  private static final class Head implements Comparable<Head> {
    private final StreamCursor cursor;
    private final String name;
    private final boolean backward;
    private Position at;

    Head(StreamCursor cursor, String name, boolean backward) {
      this.cursor = cursor;
      this.name = name;
      this.backward = backward;
      this.at = cursor.peek();
    }

    @Override
    public int compareTo(Head other) {
      return backward ? other.at.compareTo(at) : at.compareTo(other.at);
    }
  }

  /** The events of streams, whose names are in the same order. */
  public GroupCursor(List<StreamCursor> cursors, List<String> names, boolean backward) {
    this.cursors = cursors;
    this.backward = backward;
    for (int i = 0; i < cursors.size(); i++) {
      Head head = new Head(cursors.get(i), names.get(i), this.backward);
      if (head.at != null) {
        heads.add(head);
      }
    }
  }

  /** The next event's position, or null at the end. */
  public Position peek() {
    Head head = heads.peek();
    return head == null ? null : head.at;
  }

  /** The name of the stream of the next event. */
  public String streamName() {
    return heads.peek().name;
  }

  /** The next event, decoded; {@link #step} goes on. */
  public LogEvent current() {
    return heads.peek().cursor.current();
  }

  /** The next event, not decoded. */
  public StoredEvent stored() {
    return heads.peek().cursor.stored();
  }

  /** Goes to the next event. */
  public void step() {
    Head head = heads.poll();
    head.cursor.step();
    head.at = head.cursor.peek();
    if (head.at != null) {
      heads.add(head);
    }
  }

  /** How many bytes of rows have been read so far. */
  public long bytesRead() {
    long bytes = 0;
    for (StreamCursor cursor : cursors) {
      bytes += cursor.bytesRead();
    }
    return bytes;
  }
}
