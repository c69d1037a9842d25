package io.nephele.wire.eventstream;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns events of one union into messages. */
final class EventWriter {
  private static final byte[] NOTHING = new byte[0];

  private final Shape union;
  private final EventPayloadFormat format;

  EventWriter(Shape union, EventPayloadFormat format) {
    this.union = union;
    this.format = format;
  }

  EventMessage initialResponse(Struct members) {
    return EventMessage.event(
        "initial-response", format.contentType(), Map.of(), format.write(members));
  }

  EventMessage event(Struct event) {
    Member member = event.unionMember();
    Struct value = (Struct) event.get(member);
    if (value.shape().isError()) {
      return EventMessage.exception(member.name(), format.contentType(), format.write(value));
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    Member payload = null;
    boolean otherMembers = false;
    for (Member part : value.shape().members()) {
      if (part.eventHeader()) {
        if (value.get(part) != null) {
          headers.put(part.name(), header(part, value.get(part)));
        }
      } else if (part.eventPayload()) {
        payload = part;
      } else {
        otherMembers = true;
      }
    }
    if (payload != null) {
      return payloadEvent(member, headers, payload, value.get(payload));
    }
    byte[] content = otherMembers || headers.isEmpty() ? format.write(value) : NOTHING;
    String type = content.length == 0 ? null : format.contentType();
    return EventMessage.event(member.name(), type, headers, content);
  }

  /** The error as the exception that the union knows for it, or as an error that no model names. */
  EventMessage error(AwsException error) {
    Struct detail = error.detail();
    if (detail != null) {
      for (Member member : union.members()) {
        if (member.target().isError() && member.target().name().equals(detail.shape().name())) {
          return EventMessage.exception(member.name(), format.contentType(), format.write(detail));
        }
      }
    }
    return EventMessage.error(error.code(), error.getMessage());
  }

  private EventMessage payloadEvent(
      Member event, Map<String, Object> headers, Member payload, Object value) {
    return switch (value) {
      case null -> EventMessage.event(event.name(), null, headers, NOTHING);
      case Bytes bytes ->
          EventMessage.event(event.name(), "application/octet-stream", headers, bytes.toArray());
      case String text ->
          EventMessage.event(
              event.name(), "text/plain", headers, text.getBytes(StandardCharsets.UTF_8));
      case Struct struct ->
          EventMessage.event(event.name(), format.contentType(), headers, format.write(struct));
      case Body body ->
          throw new IllegalArgumentException("an event's payload is not streamed: " + body);
      default -> throw new IllegalArgumentException("no payload of an event: " + value.getClass());
    };
  }

  private static Object header(Member member, Object value) {
    return switch (member.target().type()) {
      case BYTE -> ((Integer) value).byteValue();
      case SHORT -> ((Integer) value).shortValue();
      default -> value;
    };
  }
}
