package io.nephele.app.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment variables that LocalStack documents, so that whoever comes from there finds them
 * understood, or is told what there is instead. The table is names.tsv.
 */
public final class LocalStackNames {
  private static final String PREFIX = "LOCALSTACK_";
  private static final String NONE = "-";

  private final Map<String, String> rows;

  private LocalStackNames(Map<String, String> rows) {
    this.rows = rows;
  }

  /**
   * A variable that is set.
   *
   * @param variable its name, as it is set
   * @param value its value; one that is empty counts as not set, as compose files pass it on
   * @param same the values with which nothing is different here
   * @param taken what it is taken for, or null
   * @param service the service whose option it is, or null
   * @param hint why it has no effect, or null
   */
  public record Found(
      String variable,
      String value,
      List<String> same,
      String taken,
      String service,
      String hint) {}

  /** The table. */
  public static LocalStackNames read() {
    try (InputStream in = LocalStackNames.class.getResourceAsStream("names.tsv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> rows = LinkedHashMap.newLinkedHashMap(256);
      for (int at = 0; at < text.length(); ) {
        int end = text.indexOf('\n', at);
        if (text.charAt(at) != '#') {
          int tab = text.indexOf('\t', at);
          rows.put(text.substring(at, tab), text.substring(tab + 1, end));
        }
        at = end + 1;
      }
      return new LocalStackNames(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names, as they are in the table. */
  List<String> names() {
    return List.copyOf(rows.keySet());
  }

  /** Those of an environment that are in the table or begin with LOCALSTACK_, in its order. */
  public List<Found> in(Map<String, String> environment) {
    Map<String, List<Found>> byRow = new HashMap<>();
    List<Found> unknown = new ArrayList<>();
    // Plain loops, as every start comes this way and mostly finds nothing.
    for (Map.Entry<String, String> set : environment.entrySet()) {
      String variable = set.getKey();
      String value = set.getValue();
      String name = value.isEmpty() ? null : nameOf(variable);
      if (name != null) {
        byRow.computeIfAbsent(name, n -> new ArrayList<>()).add(found(variable, value, name));
      } else if (variable.startsWith(PREFIX) && !value.isEmpty()) {
        unknown.add(new Found(variable, value, List.of(), null, null, "nothing here is called so"));
      }
    }
    List<Found> all = new ArrayList<>();
    if (!byRow.isEmpty()) {
      rows.keySet().forEach(name -> all.addAll(byRow.getOrDefault(name, List.of())));
    }
    all.addAll(unknown);
    return all;
  }

  /** The name in the table that a variable's is, or null. */
  private String nameOf(String variable) {
    String name = row(variable);
    return name == null && variable.startsWith(PREFIX)
        ? row(variable.substring(PREFIX.length()))
        : name;
  }

  private String row(String variable) {
    if (rows.containsKey(variable)) {
      return variable;
    }
    for (int at = variable.lastIndexOf('_'); at > 0; at = variable.lastIndexOf('_', at - 1)) {
      String pattern = variable.substring(0, at + 1).concat("*");
      if (rows.containsKey(pattern)) {
        return pattern;
      }
    }
    return null;
  }

  private Found found(String variable, String value, String name) {
    String[] columns = rows.get(name).split("\t", -1);
    List<String> same = columns[0].equals(NONE) ? List.of() : List.of(columns[0].split(","));
    String taken = columns[1].equals(NONE) ? null : columns[1];
    String service = null;
    if (taken != null && taken.startsWith("service:")) {
      service = taken.substring("service:".length());
      taken = null;
    }
    String hint = columns[2].equals(NONE) ? null : columns[2];
    return new Found(variable, value, same, taken, service, hint);
  }
}
