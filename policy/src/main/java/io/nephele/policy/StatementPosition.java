package io.nephele.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in the text of a document a statement stands, as AWS's simulations tell: from the end of
 * what comes before it (the bracket of the list, or the statement before; of a statement that is
 * not in a list its own brace) to behind its last brace. Lines and columns begin with one.
 */
public record StatementPosition(int startLine, int startColumn, int endLine, int endColumn) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** The positions of the statements of a document, in order; empty if it is not a document. */
  public static List<StatementPosition> of(String json) {
    List<StatementPosition> positions = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return List.of();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean statements = parser.currentName().equals("Statement");
        JsonToken value = parser.nextToken();
        if (statements && value == JsonToken.START_ARRAY) {
          readList(parser, positions);
        } else if (statements && value == JsonToken.START_OBJECT) {
          readOne(parser, parser.currentLocation(), positions);
        } else {
          parser.skipChildren();
        }
      }
      return positions;
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void readList(JsonParser parser, List<StatementPosition> to) throws IOException {
    JsonLocation start = parser.currentLocation();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      start = readOne(parser, start, to);
    }
  }

  private static JsonLocation readOne(
      JsonParser parser, JsonLocation start, List<StatementPosition> to) throws IOException {
    parser.skipChildren();
    JsonLocation end = parser.currentLocation();
    to.add(
        new StatementPosition(
            start.getLineNr(), start.getColumnNr(), end.getLineNr(), end.getColumnNr()));
    return end;
  }
}
