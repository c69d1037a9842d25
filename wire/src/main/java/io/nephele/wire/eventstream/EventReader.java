package io.nephele.wire.eventstream;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.wire.SerializationErrors;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Turns messages into events of one union. */
final class EventReader {
  private final Shape union;
  private final EventPayloadFormat format;

  EventReader(Shape union, EventPayloadFormat format) {
    this.union = union;
    this.format = format;
  }

  Struct event(EventMessage message) {
    String kind = message.text(EventMessage.MESSAGE_TYPE);
    String type =
        message.text(
            "exception".equals(kind) ? EventMessage.EXCEPTION_TYPE : EventMessage.EVENT_TYPE);
    if ("error".equals(kind)) {
      String code = message.text(EventMessage.ERROR_CODE);
      throw AwsException.client(
          code == null ? SerializationErrors.CODE : code,
          400,
          message.text(EventMessage.ERROR_MESSAGE));
    }
    Member member = type == null ? null : union.member(type);
    if (member == null) {
      throw SerializationErrors.of("The event stream holds an event of an unknown type");
    }
    Struct value = new Struct(member.target());
    Member payload = null;
    boolean otherMembers = false;
    for (Member part : member.target().members()) {
      if (part.eventHeader()) {
        value.set(part, header(part, message.headers().get(part.name())));
      } else if (part.eventPayload()) {
        payload = part;
      } else {
        otherMembers = true;
      }
    }
    if (payload != null) {
      value.set(payload, payload(payload, message.payload()));
    } else if (otherMembers && message.payload().length > 0) {
      format.read(message.payload(), value);
    }
    return new Struct(union).set(member, value.freeze()).freeze();
  }

  private Object payload(Member member, byte[] content) {
    return switch (member.target().type()) {
      case BLOB -> Bytes.of(content);
      case STRING, ENUM -> utf8(content);
      default -> {
        Struct struct = new Struct(member.target());
        format.read(content, struct);
        yield struct.freeze();
      }
    };
  }

  private static String utf8(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw SerializationErrors.of("The payload of an event is not in UTF-8");
    }
  }

  private static Object header(Member member, Object value) {
    ShapeType type = member.target().type();
    Object converted =
        switch (value) {
          case null -> null;
          case Byte number when type == ShapeType.BYTE -> number.intValue();
          case Short number when type == ShapeType.SHORT -> number.intValue();
          case Integer number when type == ShapeType.INTEGER || type == ShapeType.INT_ENUM ->
              number;
          case Long number when type == ShapeType.LONG -> number;
          case Boolean flag when type == ShapeType.BOOLEAN -> flag;
          case Bytes bytes when type == ShapeType.BLOB -> bytes;
          case String text when type == ShapeType.STRING || type == ShapeType.ENUM -> text;
          case Instant time when type == ShapeType.TIMESTAMP -> time;
          default ->
              throw SerializationErrors.of(
                  "The header " + member.name() + " of an event has a wrong type");
        };
    return converted;
  }
}
