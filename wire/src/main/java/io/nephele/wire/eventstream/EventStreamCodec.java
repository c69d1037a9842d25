package io.nephele.wire.eventstream;

import io.nephele.model.Body;
import io.nephele.model.EventStream;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Event streams of requests and responses as bytes. Events are read and written one at a time, as
 * they come.
 */
public final class EventStreamCodec {
  private EventStreamCodec() {}

  /**
   * A body of events.
   *
   * @param union the streaming union
   * @param events its events; closed with the body
   * @param initialResponse the other members of the result, which RPC protocols send as the first
   *     event; else null
   */
  public static Body encode(
      Shape union, EventStream events, EventPayloadFormat format, Struct initialResponse) {
    return Body.of(new OutgoingEvents(new EventWriter(union, format), events, initialResponse), -1);
  }

  /**
   * The events of a body.
   *
   * @param union the streaming union
   * @param in the body; closed with the stream
   */
  public static EventStream decode(Shape union, InputStream in, EventPayloadFormat format) {
    return new IncomingEvents(new EventReader(union, format), in, null);
  }

  /**
   * The events of a body of an RPC protocol, whose first event holds the other members of the
   * input. Waits for that event.
   *
   * @param initialRequest where to put those members; left empty if the first event is not of that
   *     kind
   */
  public static EventStream decode(
      Shape union, InputStream in, EventPayloadFormat format, Struct initialRequest) {
    try {
      EventMessage first = IncomingEvents.read(in);
      if (first != null && "initial-request".equals(first.text(EventMessage.EVENT_TYPE))) {
        format.read(first.payload(), initialRequest);
        first = null;
      }
      return new IncomingEvents(new EventReader(union, format), in, first);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
