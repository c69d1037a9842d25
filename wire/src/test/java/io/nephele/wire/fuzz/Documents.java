package io.nephele.wire.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.nephele.model.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes values as bodies of each protocol, whether they fit the model or not. */
final class Documents {
  private Documents() {}

  static byte[] body(Protocol protocol, String operation, Map<String, Object> values) {
    return switch (protocol) {
      case AWS_JSON_1_0, AWS_JSON_1_1, REST_JSON_1 -> json(new JsonFactory(), values);
      case RPC_V2_CBOR -> json(new CBORFactory(), values);
      case AWS_QUERY, EC2_QUERY -> {
        StringBuilder form = new StringBuilder("Action=").append(operation);
        values.forEach((name, value) -> form(form, name, value));
        yield form.toString().getBytes(StandardCharsets.UTF_8);
      }
      case REST_XML -> {
        StringBuilder xml = new StringBuilder();
        element(xml, operation + "Request", values);
        yield xml.toString().getBytes(StandardCharsets.UTF_8);
      }
    };
  }

  static byte[] json(JsonFactory factory, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = factory.createGenerator(out)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.writeFieldName(clean((String) entry.getKey()));
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object item : list) {
          write(out, item);
        }
        out.writeEndArray();
      }
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Boolean flag -> out.writeBoolean(flag);
      default -> out.writeString(clean(value.toString()));
    }
  }

  /** Jackson writes no half of a surrogate pair; broken UTF-8 comes from changed bytes instead. */
  private static String clean(String text) {
    return text.replace('\ud800', '?');
  }

  private static void form(StringBuilder form, String name, Object value) {
    switch (value) {
      case null -> form.append('&').append(encode(name));
      case Map<?, ?> map -> {
        int index = 1;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          form(form, name + "." + entry.getKey(), entry.getValue());
          form(form, name + ".entry." + index + ".key", entry.getKey());
          form(form, name + ".entry." + index++ + ".value", entry.getValue());
        }
      }
      case List<?> list -> {
        int index = 1;
        for (Object item : list) {
          form(form, name + ".member." + index, item);
          form(form, name + "." + index++, item);
        }
      }
      default -> form.append('&').append(encode(name)).append('=').append(encode(value.toString()));
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void element(StringBuilder xml, String name, Object value) {
    xml.append('<').append(name).append('>');
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((key, item) -> element(xml, (String) key, item));
      case List<?> list -> list.forEach(item -> element(xml, "member", item));
      default -> xml.append(value);
    }
    xml.append("</").append(name).append('>');
  }
}
