package io.nephele.wire.protocoltest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares contents by what they say rather than by their bytes. */
final class Documents {
  private Documents() {}

  static void compare(Bytes actual, String expected, String mediaType) throws IOException {
    switch (mediaType) {
      case "application/json" -> compareJson(actual, expected);
      case "application/xml" ->
          assertThat(XmlDocuments.canonical(actual.utf8()))
              .as("XML")
              .isEqualTo(XmlDocuments.canonical(expected));
      case "application/cbor" -> {
        Bytes bytes = Bytes.of(Base64.getDecoder().decode(expected));
        assertThat(cbor(actual)).as("CBOR").isEqualTo(cbor(bytes));
      }
      default -> assertThat(actual.utf8()).as("content").isEqualTo(expected);
    }
  }

  private static void compareJson(Bytes actual, String expected) throws IOException {
    if (expected.isEmpty()) {
      assertThat(actual.utf8()).as("JSON").isEmpty();
    } else {
      assertThat(json(actual)).as("JSON").isEqualTo(json(Bytes.utf8(expected)));
    }
  }

  static Object json(Bytes text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text.toStream())) {
      return parser.nextToken() == null ? null : tree(parser);
    }
  }

  private static Object cbor(Bytes bytes) throws IOException {
    try (JsonParser parser = new CBORFactory().createParser(bytes.toStream())) {
      return parser.nextToken() == null ? null : tree(parser);
    }
  }

  private static Object tree(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          Object value = tree(parser);
          // Clients drop the namespace, which the test models do not have in common with AWS's
          // services.
          map.put(
              name,
              name.equals("__type") && value instanceof String type
                  ? type.substring(type.indexOf('#') + 1)
                  : value);
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(tree(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_EMBEDDED_OBJECT -> Bytes.of(parser.getBinaryValue());
      default -> throw new AssertionError("unexpected " + token);
    };
  }

  private static Object number(JsonParser parser) throws IOException {
    int tag = parser instanceof CBORParser cbor ? cbor.getCurrentTag() : -1;
    Number number = parser.getNumberValue();
    Object value =
        number instanceof Double || number instanceof Float
            ? floating(number.doubleValue())
            : Plain.decimal(number);
    return tag < 0 ? value : List.of("tag " + tag, value);
  }

  private static Object floating(double value) {
    // A single-precision number is as good as the double nearest to it.
    return Double.isFinite(value) ? Plain.decimal((float) value) : Double.toString(value);
  }
}
