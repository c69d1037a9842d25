package io.nephele.services.s3.select;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.services.s3.select.sql.Missing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes an object of JSON for each record, without what is missing.
 *
 * @param delimiter what follows each
 */
record JsonOutput(byte[] delimiter) implements OutputFormat {
  private static final JsonFactory FACTORY = new JsonFactory();

  @Override
  public void write(List<String> names, List<?> values, ByteArrayOutputStream out)
      throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator((OutputStream) out)) {
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) != Missing.VALUE) {
          json.writeFieldName(names.get(i));
          write(values.get(i), json);
        }
      }
      json.writeEndObject();
    }
    out.writeBytes(delimiter);
  }

  /** Writes one value. */
  static void write(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Long whole -> json.writeNumber(whole);
      case BigDecimal exact -> json.writeNumber(exact);
      case Double real -> json.writeNumber(real);
      case Boolean truth -> json.writeBoolean(truth);
      case Map<?, ?> members -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
          json.writeFieldName((String) member.getKey());
          write(member.getValue(), json);
        }
        json.writeEndObject();
      }
      case List<?> elements -> {
        json.writeStartArray();
        for (Object element : elements) {
          write(element, json);
        }
        json.writeEndArray();
      }
      default -> json.writeString(String.valueOf(value));
    }
  }

  /** A list or object as the text that it is in a line of values. */
  static String text(Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator((OutputStream) out)) {
      write(value, json);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
