package io.nephele.identity.action;

import io.nephele.identity.action.ActionDetails.ResourceUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All actions of one prefix, with their resources and condition keys, as the Service Authorization
 * Reference describes them. The lines of a file are found at once and read when their action is
 * first asked for.
 */
public final class ServiceActions {
  private static final int NAME = 1;

  private final String prefix;
  private final Map<String, String> conditionKeys = new LinkedHashMap<>();
  private final List<String> keyNames = new ArrayList<>();
  private final Map<String, ResourceType> resourceTypes = new LinkedHashMap<>();
  private final Map<String, String> actionLines = new LinkedHashMap<>();
  private final Map<String, ActionDetails> actions = new ConcurrentHashMap<>();

  private ServiceActions(String prefix) {
    this.prefix = prefix;
  }

  /** Reads the reference of a prefix; null if it has none. */
  static ServiceActions read(String prefix) {
    String text = ActionResources.text("reference/" + prefix + ".tsv");
    if (text == null) {
      return null;
    }
    ServiceActions service = new ServiceActions(prefix);
    text.lines().forEach(service::line);
    return service;
  }

  private void line(String line) {
    if (line.startsWith("action\t")) {
      int end = line.indexOf('\t', "action\t".length());
      actionLines.put(line.substring("action\t".length(), end).toLowerCase(Locale.ROOT), line);
      return;
    }
    String[] columns = line.split("\t", -1);
    if (columns[0].equals("key")) {
      conditionKeys.put(columns[NAME], columns[2]);
      keyNames.add(columns[NAME]);
    } else {
      resourceTypes.put(
          columns[NAME],
          new ResourceType(columns[NAME], List.of(columns[2].split(", ")), keys(columns[3])));
    }
  }

  private ActionDetails parse(String line) {
    String[] columns = line.split("\t", -1);
    List<ResourceUse> uses = new ArrayList<>(columns.length - 4);
    for (int i = 4; i < columns.length; i++) {
      int equals = columns[i].indexOf('=');
      String name = equals < 0 ? columns[i] : columns[i].substring(0, equals);
      boolean required = name.endsWith("*");
      uses.add(
          new ResourceUse(
              required ? name.substring(0, name.length() - 1) : name,
              required,
              equals < 0 ? List.of() : keys(columns[i].substring(equals + 1))));
    }
    return new ActionDetails(
        columns[NAME], AccessLevel.ofTitle(columns[2]), List.copyOf(uses), keys(columns[3]));
  }

  /** Condition keys by their numbers, such as {@code 0,3-5}. */
  private List<String> keys(String numbers) {
    if (numbers.isEmpty()) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    for (String run : numbers.split(",")) {
      int dash = run.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(run.substring(dash + 1));
      for (int i = from; i <= to; i++) {
        keys.add(keyNames.get(i));
      }
    }
    return List.copyOf(keys);
  }

  /** What stands before the colon of actions, for example {@code sqs}. */
  public String prefix() {
    return prefix;
  }

  /** The action of that name, whatever its case, or null. */
  public ActionDetails action(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    ActionDetails known = actions.get(key);
    if (known != null) {
      return known;
    }
    String line = actionLines.get(key);
    return line == null ? null : actions.computeIfAbsent(key, any -> parse(line));
  }

  /** The names of all actions, sorted. */
  public List<String> actionNames() {
    List<String> names = new ArrayList<>(actionLines.size());
    int start = "action\t".length();
    for (String line : actionLines.values()) {
      names.add(line.substring(start, line.indexOf('\t', start)));
    }
    return names;
  }

  /** All actions, sorted by name. */
  public List<ActionDetails> actions() {
    List<ActionDetails> all = new ArrayList<>(actionLines.size());
    for (String name : actionLines.keySet()) {
      all.add(action(name));
    }
    return all;
  }

  /** The types of resources, by name. */
  public Map<String, ResourceType> resourceTypes() {
    return Collections.unmodifiableMap(resourceTypes);
  }

  /** The condition keys with their types, for example {@code ArrayOfString}. */
  public Map<String, String> conditionKeys() {
    return Collections.unmodifiableMap(conditionKeys);
  }
}
