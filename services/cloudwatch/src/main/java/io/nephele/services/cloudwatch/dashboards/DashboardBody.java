package io.nephele.services.cloudwatch.dashboards;

import io.nephele.api.cloudwatch.DashboardValidationMessage;
import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the bodies of dashboards. */
final class DashboardBody {
  private static final Set<String> TYPES =
      Set.of("metric", "text", "log", "alarm", "explorer", "custom");
  private static final int MOST_WIDGETS = 500;

  private final List<DashboardValidationMessage> errors = new ArrayList<>();

  private DashboardBody() {}

  /** What is wrong with a body; nothing if it is right. */
  static List<DashboardValidationMessage> errors(String body) {
    DashboardBody checks = new DashboardBody();
    Object json = JsonText.parse(body);
    if (json instanceof Map<?, ?> object) {
      checks.check(object);
    } else {
      checks.add(
          "", json == JsonText.MALFORMED ? "The body is not valid JSON" : "Should be object");
    }
    return checks.errors;
  }

  private void add(String path, String message) {
    errors.add(new DashboardValidationMessage().dataPath(path).message(message));
  }

  private void check(Map<?, ?> body) {
    Object widgets = body.get("widgets");
    if (widgets == null) {
      add("", "Should have required property 'widgets'");
    } else if (!(widgets instanceof List<?> list)) {
      add("/widgets", "Should be array");
    } else if (list.size() > MOST_WIDGETS) {
      add("/widgets", "Should NOT have more than " + MOST_WIDGETS + " items");
    } else {
      for (int i = 0; i < list.size(); i++) {
        widget(list.get(i), "/widgets/" + i);
      }
    }
    Object override = body.get("periodOverride");
    if (override != null && !override.equals("auto") && !override.equals("inherit")) {
      add("/periodOverride", "Should be equal to one of the allowed values");
    }
  }

  private void widget(Object value, String path) {
    if (!(value instanceof Map<?, ?> widget)) {
      add(path, "Should be object");
      return;
    }
    number(widget, "x", 0, 23, path);
    number(widget, "y", 0, Integer.MAX_VALUE, path);
    number(widget, "width", 1, 24, path);
    number(widget, "height", 1, 1000, path);
    Object type = widget.get("type");
    if (type == null) {
      add(path, "Should have required property 'type'");
    } else if (!(type instanceof String name) || !TYPES.contains(name)) {
      add(path + "/type", "Should be equal to one of the allowed values");
      return;
    }
    Object properties = widget.get("properties");
    if (properties == null) {
      add(path, "Should have required property 'properties'");
    } else if (!(properties instanceof Map<?, ?> object)) {
      add(path + "/properties", "Should be object");
    } else if (type != null) {
      properties((String) type, object, path + "/properties");
    }
  }

  private void properties(String type, Map<?, ?> properties, String path) {
    switch (type) {
      case "metric" -> {
        require(properties, "region", path);
        if (properties.get("metrics") == null && properties.get("annotations") == null) {
          add(path, "Should have required property 'metrics'");
        }
        array(properties, "metrics", path);
        if (properties.get("metrics") instanceof List<?> metrics) {
          for (int i = 0; i < metrics.size(); i++) {
            if (!(metrics.get(i) instanceof List<?> metric) || metric.isEmpty()) {
              add(path + "/metrics/" + i, "Should be array");
            }
          }
        }
      }
      case "text" -> require(properties, "markdown", path);
      case "log" -> {
        require(properties, "region", path);
        require(properties, "query", path);
      }
      case "alarm" -> {
        require(properties, "alarms", path);
        array(properties, "alarms", path);
      }
      case "custom" -> require(properties, "endpoint", path);
      default -> {
        // explorers have nothing that they must have
      }
    }
  }

  private void require(Map<?, ?> object, String property, String path) {
    if (object.get(property) == null) {
      add(path, "Should have required property '" + property + "'");
    }
  }

  private void array(Map<?, ?> object, String property, String path) {
    Object value = object.get(property);
    if (value != null && !(value instanceof List<?>)) {
      add(path + "/" + property, "Should be array");
    }
  }

  private void number(Map<?, ?> object, String property, int least, int most, String path) {
    Object value = object.get(property);
    if (value == null) {
      return;
    }
    String where = path + "/" + property;
    if (!(value instanceof Number number)) {
      add(where, "Should be integer");
    } else if (number.doubleValue() < least) {
      add(where, "Should be >= " + least);
    } else if (number.doubleValue() > most) {
      add(where, "Should be <= " + most);
    }
  }
}
