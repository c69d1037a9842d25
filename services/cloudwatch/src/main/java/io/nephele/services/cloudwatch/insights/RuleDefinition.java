package io.nephele.services.cloudwatch.insights;

import io.nephele.core.insights.ServiceRule;
import io.nephele.core.json.JsonText;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a rule looks at and counts.
 *
 * @param groups names of log groups, or what they begin with and {@code *}
 * @param json whether events are JSON rather than words
 * @param names numbers of words by their names
 * @param keys the fields that make contributors
 * @param valueOf the field that is added up, or null where events are counted
 * @param filters all of which have to pass
 * @param sum whether values are added up rather than events counted
 */
record RuleDefinition(
    List<String> groups,
    boolean json,
    Map<String, Integer> names,
    List<String> keys,
    String valueOf,
    List<RuleFilter> filters,
    boolean sum) {
  private static final int MOST_KEYS = 4;
  private static final int MOST_FILTERS = 4;
  private static final int MOST_GROUPS = 50;
  private static final Set<String> MEMBERS =
      Set.of(
          "Schema",
          "LogGroupNames",
          "LogGroupARNs",
          "LogFormat",
          "Fields",
          "Contribution",
          "AggregateOn");

  static RuleDefinition read(String text) {
    if (!(JsonText.parse(text) instanceof Map<?, ?> all)) {
      throw wrong("It must be a JSON object.");
    }
    for (Object member : all.keySet()) {
      if (!MEMBERS.contains(member)) {
        throw wrong("There is no member " + member + ".");
      }
    }
    if (!(all.get("Schema") instanceof Map<?, ?> schema)
        || !"CloudWatchLogRule".equals(schema.get("Name"))
        || !(schema.get("Version") instanceof Number version)
        || version.intValue() != 1) {
      throw wrong("Schema must be {\"Name\": \"CloudWatchLogRule\", \"Version\": 1}.");
    }
    if (all.containsKey("LogGroupARNs")) {
      throw CloudWatchErrors.notThere("LogGroupARNs of a rule (linked accounts)");
    }
    List<String> groups = texts(all.get("LogGroupNames"), "LogGroupNames", 1, MOST_GROUPS);
    Object format = all.get("LogFormat");
    if (!"JSON".equals(format) && !"CLF".equals(format)) {
      throw wrong("LogFormat must be JSON or CLF.");
    }
    boolean json = format.equals("JSON");
    if (!(all.get("Contribution") instanceof Map<?, ?> contribution)) {
      throw wrong("Contribution is required.");
    }
    Object on = all.get("AggregateOn");
    if (!"Count".equals(on) && !"Sum".equals(on)) {
      throw wrong("AggregateOn must be Count or Sum.");
    }
    boolean sum = on.equals("Sum");
    String valueOf = contribution.get("ValueOf") instanceof String value ? value : null;
    if (sum && valueOf == null) {
      throw wrong("ValueOf is required where AggregateOn is Sum.");
    }
    List<RuleFilter> filters = new ArrayList<>();
    if (contribution.get("Filters") != null) {
      if (!(contribution.get("Filters") instanceof List<?> list) || list.size() > MOST_FILTERS) {
        throw wrong("Filters is a list of at most " + MOST_FILTERS + ".");
      }
      list.forEach(each -> filters.add(RuleFilter.read(each)));
    }
    return new RuleDefinition(
        groups,
        json,
        names(all.get("Fields"), json),
        texts(contribution.get("Keys"), "Keys", 0, MOST_KEYS),
        valueOf,
        filters,
        sum);
  }

  /** That of a rule by which a service counts, and which looks at no events. */
  static RuleDefinition of(ServiceRule rule) {
    return new RuleDefinition(List.of(), true, Map.of(), rule.keys(), null, List.of(), rule.sum());
  }

  private static Map<String, Integer> names(Object given, boolean json) {
    if (given == null) {
      return Map.of();
    }
    if (json || !(given instanceof Map<?, ?> map)) {
      throw wrong("Fields is an object, and of rules for CLF only.");
    }
    Map<String, Integer> names = new HashMap<>();
    map.forEach(
        (number, name) -> {
          Double index = EventFields.number(number);
          if (index == null || index < 1 || !(name instanceof String text)) {
            throw wrong("Fields has names by the numbers of fields.");
          }
          names.put(text, index.intValue());
        });
    return names;
  }

  private static List<String> texts(Object given, String member, int least, int most) {
    if (!(given instanceof List<?> list) || list.size() < least || list.size() > most) {
      throw wrong(member + " is a list of between " + least + " and " + most + " strings.");
    }
    List<String> texts = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof String text) || text.isEmpty()) {
        throw wrong(member + " is a list of strings.");
      }
      texts.add(text);
    }
    return texts;
  }

  private static RuntimeException wrong(String message) {
    return CloudWatchErrors.invalid("The rule definition is not valid. " + message);
  }

  /** The fields of an event that counts; null of one that does not. */
  EventFields matching(String message) {
    EventFields event = json ? EventFields.json(message) : EventFields.words(message, names);
    if (event == null) {
      return null;
    }
    for (RuleFilter filter : filters) {
      if (!filter.passes(event)) {
        return null;
      }
    }
    return event;
  }

  /** Who contributed an event; null if it does not have all keys. */
  List<String> contributor(EventFields event) {
    List<String> values = new ArrayList<>();
    for (String key : keys) {
      Object value = event.get(key);
      if (value == null) {
        return null;
      }
      values.add(EventFields.text(value));
    }
    return values;
  }

  /** How much an event contributes; null if it does not say. */
  Double value(EventFields event) {
    return sum ? EventFields.number(event.get(valueOf)) : (Double) 1.0;
  }
}
