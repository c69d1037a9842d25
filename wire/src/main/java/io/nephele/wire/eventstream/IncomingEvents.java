package io.nephele.wire.eventstream;

import io.nephele.model.EventStream;
import io.nephele.model.Struct;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The events of a body as they come. */
final class IncomingEvents implements EventStream {
  private final EventReader reader;
  private final InputStream in;
  private EventMessage peeked;
  private boolean ended;

  IncomingEvents(EventReader reader, InputStream in, EventMessage peeked) {
    this.reader = reader;
    this.in = in;
    this.peeked = peeked;
  }

  @Override
  public Struct next() {
    if (ended) {
      return null;
    }
    try {
      EventMessage message = peeked == null ? read(in) : peeked;
      peeked = null;
      if (message == null) {
        ended = true;
        return null;
      }
      return reader.event(message);
    } catch (IOException e) {
      ended = true;
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      ended = true;
      throw e;
    }
  }

  /**
   * The next message. Clients that sign events wrap each in a message with its signature, and an
   * empty one ends the stream.
   */
  static EventMessage read(InputStream in) throws IOException {
    EventMessage message = EventFrames.read(in);
    if (message == null || !message.headers().containsKey(EventMessage.CHUNK_SIGNATURE)) {
      return message;
    }
    return message.payload().length == 0
        ? null
        : EventFrames.read(new ByteArrayInputStream(message.payload()));
  }

  @Override
  public void close() {
    ended = true;
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
