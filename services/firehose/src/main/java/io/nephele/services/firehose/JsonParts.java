package io.nephele.services.firehose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of a text that has several JSON values one after another, or in an array. */
final class JsonParts {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonParts() {}

  /**
   * The bytes of each value.
   *
   * @throws IOException if they are no JSON
   */
  static List<byte[]> of(byte[] data) throws IOException {
    List<byte[]> parts = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(data)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
          continue;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        parts.add(Arrays.copyOfRange(data, from, to));
      }
    }
    return parts;
  }
}
