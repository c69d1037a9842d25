package io.nephele.services.events;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import io.nephele.api.events.InputTransformer;
import io.nephele.api.events.Target;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minidev.json.JSONValue;

/**
 * What a target is given: the event, a part of it, a constant, or what a template makes of it, as
 * <a href=
 * "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">AWS
 * says</a>.
 */
final class TargetInput {
  private static final Configuration JSON = Configuration.defaultConfiguration();
  private static final int MOST_NAME = 128;
  private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]++)>");
  private static final Set<String> PREDEFINED =
      Set.of(
          "aws.events.rule-arn",
          "aws.events.rule-name",
          "aws.events.event.ingestion-time",
          "aws.events.event.json",
          "aws.events.event");

  private TargetInput() {}

  /** The text for a target. */
  static String of(Target target, Rule rule, Event event) {
    if (target.input() != null) {
      return target.input();
    }
    String json = event.json();
    if (target.inputPath() != null && !target.inputPath().equals("$")) {
      Object found = find(JsonPath.using(JSON).parse(json), target.inputPath());
      return found == null ? "null" : JSONValue.toJSONString(found);
    }
    if (target.inputTransformer() != null) {
      return transformed(target.inputTransformer(), rule, event, json);
    }
    return json;
  }

  /** The value at a path of an event, as text; null where there is none. */
  static String valueAt(String path, Event event) {
    Object found = find(JsonPath.using(JSON).parse(event.json()), path);
    return found == null || found instanceof String
        ? (String) found
        : JSONValue.toJSONString(found);
  }

  private static Object find(DocumentContext document, String path) {
    try {
      return document.read(path);
    } catch (PathNotFoundException e) {
      return null;
    } catch (InvalidPathException e) {
      throw EventsErrors.validation("Invalid path " + path + ".");
    }
  }

  /** Refuses paths that are none. */
  static void checkPath(String path) {
    try {
      JsonPath.compile(path);
    } catch (InvalidPathException | IllegalArgumentException e) {
      throw EventsErrors.validation("Parameter InputPath is not valid: " + path);
    }
  }

  /** Refuses templates with names that are neither among the paths nor EventBridge's own. */
  static void checkTemplate(Target target) {
    InputTransformer transformer = target.inputTransformer();
    Map<String, String> paths = transformer.inputPathsMap();
    Matcher names = PLACEHOLDER.matcher(transformer.inputTemplate());
    while (names.find()) {
      String name = names.group(1);
      if (!PREDEFINED.contains(name) && (paths == null || !paths.containsKey(name))) {
        throw EventsErrors.validation(
            "InputTemplate for target "
                + target.id()
                + " contains invalid placeholder "
                + name
                + ".");
      }
    }
  }

  private static String transformed(
      InputTransformer transformer, Rule rule, Event event, String json) {
    DocumentContext document = JsonPath.using(JSON).parse(json);
    Map<String, Object> values = new HashMap<>();
    if (transformer.inputPathsMap() != null) {
      transformer.inputPathsMap().forEach((name, path) -> values.put(name, find(document, path)));
    }
    values.put("aws.events.rule-arn", rule.arn());
    values.put("aws.events.rule-name", rule.name());
    values.put(
        "aws.events.event.ingestion-time", Instant.ofEpochMilli(event.ingestedAt()).toString());
    values.put("aws.events.event.json", document.json());
    values.put("aws.events.event", withoutDetail(document));
    return fill(transformer.inputTemplate(), values);
  }

  private static Object withoutDetail(DocumentContext document) {
    Map<String, Object> event = new java.util.LinkedHashMap<>(document.read("$"));
    event.remove("detail");
    return event;
  }

  /**
   * The template with values in place of their names. Within quotes a value is text, outside it is
   * JSON; what was not found is nothing within quotes and an empty text outside.
   */
  static String fill(String template, Map<String, Object> values) {
    StringBuilder filled = new StringBuilder(template.length() + 64);
    boolean quoted = false;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '\\' && quoted && i + 1 < template.length()) {
        filled.append(c).append(template.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        filled.append(c);
      } else if (c == '<') {
        int end = template.indexOf('>', i);
        String name = end < 0 || end - i > MOST_NAME ? null : template.substring(i + 1, end);
        if (name != null && values.containsKey(name)) {
          filled.append(text(values.get(name), quoted));
          i = end;
        } else {
          filled.append(c);
        }
      } else {
        filled.append(c);
      }
    }
    return filled.toString();
  }

  private static String text(Object value, boolean quoted) {
    if (!quoted) {
      return value == null ? "\"\"" : JSONValue.toJSONString(value);
    }
    if (value == null) {
      return "";
    }
    String text = value instanceof String plain ? plain : JSONValue.toJSONString(value);
    return JSONValue.escape(text);
  }
}
