package io.nephele.wire;

import io.nephele.model.Body;
import io.nephele.model.EventStream;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.wire.eventstream.EventPayloadFormat;
import io.nephele.wire.eventstream.EventStreamCodec;
import io.nephele.wire.http.Content;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.util.List;

/**
 * Event streams in the RPC protocols, where the other members travel in the stream's first event.
 */
public final class RpcEventStreams {
  /** The content type of event streams. */
  public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  private RpcEventStreams() {}

  /** Whether a request's content is a stream of events. */
  public static boolean isEventStream(HttpRequest request) {
    String contentType = request.headers().first("Content-Type");
    return contentType != null && contentType.startsWith(CONTENT_TYPE);
  }

  /** Reads a request whose content is a stream of events. */
  public static void decode(HttpRequest request, Struct into, EventPayloadFormat format)
      throws IOException {
    for (Member member : into.shape().members()) {
      Shape target = member.target();
      if (target.type() == ShapeType.UNION && target.streaming()) {
        EventStream events =
            EventStreamCodec.decode(target, Content.unpacked(request).open(), format, into);
        into.set(member, events);
        return;
      }
    }
    throw SerializationErrors.of("The operation takes no event stream");
  }

  /** A result's events as a body, or null where it has none. */
  public static Body encode(Struct output, EventPayloadFormat format) {
    List<Member> members = output.shape().members();
    for (int i = 0; i < members.size(); i++) {
      if (output.get(i) instanceof EventStream events) {
        return EventStreamCodec.encode(members.get(i).target(), events, format, output);
      }
    }
    return null;
  }
}
