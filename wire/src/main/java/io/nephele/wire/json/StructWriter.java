package io.nephele.wire.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.model.Bytes;
import io.nephele.model.Document;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes values as JSON by the model. CBOR is written likewise but for the types that JSON has not.
 */
public class StructWriter {
  private final boolean jsonNames;

  /** A writer of the members' own names or of those that the model gives for JSON. */
  public StructWriter(boolean jsonNames) {
    this.jsonNames = jsonNames;
  }

  /** Writes those members that are set, into the object that was begun. */
  public final void writeMembers(JsonGenerator out, Struct struct, List<Member> members)
      throws IOException {
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Object value = struct.get(member.index());
      if (value != null) {
        out.writeFieldName(jsonNames ? member.jsonName() : member.name());
        writeValue(out, member, value);
      }
    }
  }

  /** Writes a value that is not null. */
  public final void writeValue(JsonGenerator out, Member member, Object value) throws IOException {
    Shape shape = member.target();
    switch (shape.type()) {
      case STRING, ENUM -> out.writeString((String) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case BYTE, SHORT, INTEGER, INT_ENUM, LONG -> out.writeNumber(((Number) value).longValue());
      case FLOAT -> writeFloat(out, (Float) value);
      case DOUBLE -> writeDouble(out, (Double) value);
      case BIG_INTEGER -> out.writeNumber((BigInteger) value);
      case BIG_DECIMAL -> out.writeNumber((BigDecimal) value);
      case BLOB -> {
        Bytes bytes = (Bytes) value;
        out.writeBinary(bytes.toStream(), bytes.length());
      }
      case TIMESTAMP -> writeTimestamp(out, (Instant) value, member.timestampFormat());
      case DOCUMENT -> writeDocument(out, ((Document) value).value());
      case LIST -> writeList(out, shape.listMember(), (List<?>) value);
      case MAP -> writeMap(out, shape.mapValue(), (Map<?, ?>) value);
      case STRUCTURE, UNION -> {
        out.writeStartObject();
        writeMembers(out, (Struct) value, shape.members());
        out.writeEndObject();
      }
    }
  }

  private void writeList(JsonGenerator out, Member item, List<?> list) throws IOException {
    out.writeStartArray();
    for (int i = 0; i < list.size(); i++) {
      Object value = list.get(i);
      if (value == null) {
        out.writeNull();
      } else {
        writeValue(out, item, value);
      }
    }
    out.writeEndArray();
  }

  private void writeMap(JsonGenerator out, Member entry, Map<?, ?> map) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> each : map.entrySet()) {
      out.writeFieldName((String) each.getKey());
      if (each.getValue() == null) {
        out.writeNull();
      } else {
        writeValue(out, entry, each.getValue());
      }
    }
    out.writeEndObject();
  }

  /** Writes a number that may be infinite or not a number, which JSON has as texts. */
  protected void writeFloat(JsonGenerator out, float value) throws IOException {
    if (Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Float.toString(value));
    }
  }

  /** Writes a number that may be infinite or not a number, which JSON has as texts. */
  protected void writeDouble(JsonGenerator out, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Double.toString(value));
    }
  }

  /** Writes a timestamp: seconds, or a text where the model gives such a format. */
  protected void writeTimestamp(JsonGenerator out, Instant time, TimestampFormat format)
      throws IOException {
    if (format != null && format != TimestampFormat.EPOCH_SECONDS) {
      out.writeString(Timestamps.format(time, format));
    } else if (time.getNano() == 0) {
      out.writeNumber(time.getEpochSecond());
    } else {
      out.writeNumber(Timestamps.epochSeconds(time));
    }
  }

  private void writeDocument(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> each : map.entrySet()) {
          out.writeFieldName((String) each.getKey());
          writeDocument(out, each.getValue());
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object item : list) {
          writeDocument(out, item);
        }
        out.writeEndArray();
      }
      case String text -> out.writeString(text);
      case Boolean bool -> out.writeBoolean(bool);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> writeDouble(out, number);
      case Float number -> writeFloat(out, number);
      case BigInteger number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number);
      default -> throw new IllegalStateException(value.getClass() + " in a document");
    }
  }
}
