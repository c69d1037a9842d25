package io.nephele.identity.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the policy that allows what an identity did, and no more. */
public final class LeastPrivilege {
  private static final JsonFactory JSON = new JsonFactory();

  private LeastPrivilege() {}

  /**
   * The policy document, indented; its statements are one for each service and set of resources.
   */
  public static String policy(List<ActionUse> uses) {
    Map<String, SortedSet<String>> resourcesByAction = new TreeMap<>();
    for (ActionUse use : uses) {
      if (use.allowed() > 0) {
        resourcesByAction
            .computeIfAbsent(use.action(), action -> new TreeSet<>())
            .add(use.resource());
      }
    }
    Map<String, SortedSet<String>> actionsByResources = new TreeMap<>();
    Map<String, SortedSet<String>> resourcesByKey = new TreeMap<>();
    resourcesByAction.forEach(
        (action, resources) -> {
          String key = action.substring(0, action.indexOf(':')) + ' ' + resources;
          actionsByResources.computeIfAbsent(key, none -> new TreeSet<>()).add(action);
          resourcesByKey.put(key, resources);
        });
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("Version", "2012-10-17");
      json.writeArrayFieldStart("Statement");
      for (Map.Entry<String, SortedSet<String>> entry : actionsByResources.entrySet()) {
        json.writeStartObject();
        json.writeStringField("Effect", "Allow");
        writeTexts(json, "Action", entry.getValue());
        writeTexts(json, "Resource", resourcesByKey.get(entry.getKey()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeTexts(JsonGenerator json, String field, Collection<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
