package io.nephele.wire.eventstream;

import io.nephele.model.AwsException;
import io.nephele.model.EventStream;
import io.nephele.model.Struct;
import java.io.InputStream;
import java.util.Objects;

/**
 * The bytes of events; reading waits until there is an event. One read never crosses the end of a
 * message, so each is sent as it comes.
 */
final class OutgoingEvents extends InputStream {
  private static final byte[] NOTHING = new byte[0];

  private final EventWriter writer;
  private final EventStream events;
  private byte[] frame = NOTHING;
  private int position;
  private boolean ended;

  OutgoingEvents(EventWriter writer, EventStream events, Struct initialResponse) {
    this.writer = writer;
    this.events = events;
    if (initialResponse != null) {
      frame = EventFrames.write(writer.initialResponse(initialResponse));
    }
  }

  @Override
  public int read() {
    if (!fill()) {
      return -1;
    }
    return frame[position++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, frame.length - position);
    System.arraycopy(frame, position, into, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return frame.length - position;
  }

  @Override
  public void close() {
    ended = true;
    events.close();
  }

  /** Makes sure that there are bytes to give; false at the end. */
  private boolean fill() {
    if (position < frame.length) {
      return true;
    }
    if (ended) {
      return false;
    }
    try {
      Struct event = events.next();
      if (event == null) {
        ended = true;
        return false;
      }
      frame = EventFrames.write(writer.event(event));
    } catch (AwsException e) {
      ended = true;
      frame = EventFrames.write(writer.error(e));
    }
    position = 0;
    return true;
  }
}
