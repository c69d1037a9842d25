package io.nephele.identity.action;

import io.nephele.core.access.ProtectedResources;
import io.nephele.model.Json;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The file of examples: a line with a service, an operation and a request in JSON, and under it a
 * line for each thing that must be allowed: action, resource, and condition keys in brackets,
 * several values of a key with bars between them.
 */
final class ActionExamples {
  /** One call and what it needs. */
  record Example(String service, String operation, String request, List<String> expected) {
    @Override
    public String toString() {
      return service + " " + operation + " " + request;
    }
  }

  private ActionExamples() {}

  static List<Example> read() {
    List<Example> examples = new ArrayList<>();
    for (String line : text().split("\n")) {
      if (line.startsWith("  ")) {
        examples.getLast().expected().add(line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" ", 3);
        examples.add(
            new Example(parts[0], parts[1], parts.length < 3 ? "{}" : parts[2], new ArrayList<>()));
      }
    }
    return examples;
  }

  private static String text() {
    try (InputStream in = ActionExamples.class.getResourceAsStream("examples.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Struct request(Operation operation, String json) {
    return (Struct) value(operation.input(), Json.object(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** What the catalogue says, with the keys that the expectation asks for. */
  static List<String> actual(Example example) {
    Operation operation = TestCalls.operation(example.service(), example.operation());
    List<ActionRequest> requests =
        ActionCatalog.bundled()
            .requests(
                TestCalls.of(operation),
                request(operation, example.request()),
                ProtectedResources.NONE);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      ActionRequest request = requests.get(i);
      String line = request.action() + " " + request.resource();
      lines.add(line + keys(request, asked(example, line)));
    }
    return lines;
  }

  private static List<String> asked(Example example, String line) {
    List<String> names = new ArrayList<>();
    for (String expected : example.expected()) {
      if (expected.startsWith(line + " [")) {
        String inside = expected.substring(line.length() + 2, expected.length() - 1);
        for (String pair : inside.split("; ")) {
          names.add(pair.substring(0, pair.indexOf('=')));
        }
      }
    }
    return names;
  }

  private static String keys(ActionRequest request, List<String> names) {
    List<String> pairs = new ArrayList<>();
    for (String name : names) {
      pairs.add(
          name + "=" + String.join("|", request.keys().values(name.toLowerCase(Locale.ROOT))));
    }
    return pairs.isEmpty() ? "" : " [" + String.join("; ", pairs) + "]";
  }

  private static Object value(Shape shape, Object json) {
    return switch (shape.type()) {
      case STRUCTURE, UNION -> {
        Struct struct = new Struct(shape);
        ((Map<?, ?>) json)
            .forEach(
                (name, each) ->
                    struct.set((String) name, value(shape.member((String) name).target(), each)));
        yield struct.freeze();
      }
      case LIST ->
          ((List<?>) json).stream().map(each -> value(shape.listMember().target(), each)).toList();
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) json)
            .forEach((key, each) -> map.put((String) key, value(shape.mapValue().target(), each)));
        yield map;
      }
      case LONG -> ((Number) json).longValue();
      default -> json;
    };
  }
}
