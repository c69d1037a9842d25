package io.nephele.services.logs.insights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds those fields of messages that a query asks for, without looking at the others: as {@link
 * DiscoveredFields}, but for some. Thread-safe.
 */
public final class WantedFields {
  private static final Set<String> OF_LAMBDA =
      Set.of(
          "@type",
          "@requestId",
          "@duration",
          "@billedDuration",
          "@memorySize",
          "@maxMemoryUsed",
          "@initDuration");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(50).maxNumberLength(100).build())
          .build();

  private final Node root = new Node();
  private final boolean lambda;
  private int count;

  /** A part of names: what may follow it, and the name that ends here. */
  private static final class Node {
    private final Map<String, Node> next = new HashMap<>();
    private String name;

    Node child(String part) {
      return next.isEmpty() ? null : next.get(part);
    }
  }

  /** The fields of those names. */
  public WantedFields(Set<String> names) {
    boolean ofLambda = false;
    for (String name : names) {
      ofLambda |= OF_LAMBDA.contains(name);
      Node node = root;
      for (String part : name.split("\\.", -1)) {
        node = node.next.computeIfAbsent(part, none -> new Node());
      }
      node.name = name;
      count++;
    }
    this.lambda = ofLambda;
  }

  /** The fields of a message by name; texts, Doubles and Booleans. */
  public Map<String, Object> of(String message) {
    Map<String, Object> found = new HashMap<>();
    if (lambda) {
      DiscoveredFields.lambda(message, found);
    }
    int brace = count == 0 ? -1 : message.indexOf('{');
    if (brace >= 0) {
      String json = brace == 0 ? message : message.substring(brace);
      try (JsonParser parser = FACTORY.createParser(json)) {
        parser.nextToken();
        object(parser, root, found);
      } catch (IOException notJson) {
        if (!lambda) {
          return Map.of();
        }
      }
    }
    return found;
  }

  /** Reads an object; false when there is nothing left to be found. */
  private boolean object(JsonParser parser, Node node, Map<String, Object> to) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Node child = descend(node, parser.currentName());
      parser.nextToken();
      if (!value(parser, child, to)) {
        return false;
      }
    }
    return true;
  }

  /** Names may have points themselves. */
  private static Node descend(Node node, String name) {
    Node child = node.child(name);
    if (child != null || name.indexOf('.') < 0) {
      return child;
    }
    Node at = node;
    for (String part : name.split("\\.", -1)) {
      at = at == null ? null : at.child(part);
    }
    return at;
  }

  private boolean value(JsonParser parser, Node node, Map<String, Object> to) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("ends early");
    }
    if (node == null) {
      parser.skipChildren();
      return true;
    }
    switch (token) {
      case START_OBJECT -> {
        return object(parser, node, to);
      }
      case START_ARRAY -> {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          if (!value(parser, node.child(Integer.toString(i)), to)) {
            return false;
          }
        }
        return true;
      }
      case VALUE_STRING -> put(node, parser.getText(), to);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> put(node, parser.getDoubleValue(), to);
      case VALUE_TRUE, VALUE_FALSE -> put(node, token == JsonToken.VALUE_TRUE, to);
      default -> {
        // Null is as if it were not there.
      }
    }
    return to.size() < count;
  }

  private static void put(Node node, Object value, Map<String, Object> to) {
    if (node.name != null) {
      to.put(node.name, value);
    }
  }
}
