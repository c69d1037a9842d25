package io.nephele.services.s3.select;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.nephele.services.s3.select.sql.Missing;
import io.nephele.services.s3.select.sql.Numbers;
import io.nephele.services.s3.select.sql.PathStep;
import io.nephele.services.s3.select.sql.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a JSON object to which a query's FROM leads. Only those are held, one at a time, so
 * the document may be of any size.
 */
final class JsonRows implements RowSource {
  private static final int MOST = 1024 * 1024;
  private static final int DEEPEST = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(MOST)
                  .maxNumberLength(400)
                  .maxNameLength(64 * 1024)
                  .build())
          .build();

  /** A list or object on the way to the rows. */
  private static final class Level {
    private final int step;
    private int index = -1;
    private boolean found;

    Level(int step) {
      this.step = step;
    }
  }

  private final JsonParser parser;
  private final List<PathStep> path;
  private final Deque<Level> levels = new ArrayDeque<>();

  JsonRows(InputStream in, List<PathStep> path) throws IOException {
    this.parser = FACTORY.createParser(in);
    this.path = path;
  }

  @Override
  public Row next() throws IOException {
    try {
      while (true) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return null;
        }
        Row row = levels.isEmpty() ? enter(token, 0) : within(token);
        if (row != null) {
          return row;
        }
      }
    } catch (StreamConstraintsException e) {
      throw SelectErrors.overMaxRecordSize();
    } catch (JsonProcessingException e) {
      throw SelectErrors.json(
          "at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr());
    }
  }

  /** Goes on in the list or object in which the parser is. */
  private Row within(JsonToken token) throws IOException {
    Level level = levels.peek();
    PathStep step = path.get(level.step);
    if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
      levels.pop();
      return level.found || step.isEvery() ? null : Row.of(Missing.VALUE);
    }
    boolean wanted;
    JsonToken value = token;
    if (token == JsonToken.FIELD_NAME) {
      wanted = step.isEvery() || !level.found && step.isNamed(parser.currentName());
      value = parser.nextToken();
    } else {
      level.index++;
      wanted = step.isEvery() || step.index() == level.index;
    }
    if (!wanted) {
      parser.skipChildren();
      return null;
    }
    level.found = true;
    return enter(value, level.step + 1);
  }

  /** Goes into a value, or takes it as a row. */
  private Row enter(JsonToken token, int at) throws IOException {
    if (at == path.size()) {
      long start = parser.currentTokenLocation().getByteOffset();
      return Row.of(value(token, start));
    }
    PathStep step = path.get(at);
    boolean list = token == JsonToken.START_ARRAY;
    boolean object = token == JsonToken.START_OBJECT;
    boolean leads = step.isEvery() ? list || object : step.name() == null ? list : object;
    if (!leads) {
      parser.skipChildren();
      return Row.of(Missing.VALUE);
    }
    levels.push(new Level(at));
    return null;
  }

  /** A whole value, which is nested no deeper than the parser allows. */
  private Object value(JsonToken token, long start) throws IOException {
    if (parser.currentLocation().getByteOffset() - start > MOST) {
      throw SelectErrors.overMaxRecordSize();
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.put(name, value(parser.nextToken(), start));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        JsonToken next = parser.nextToken();
        while (next != JsonToken.END_ARRAY) {
          elements.add(value(next, start));
          next = parser.nextToken();
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Numbers.parse(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
