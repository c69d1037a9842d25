package io.nephele.importer;

import io.nephele.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Imports the Service Authorization Reference into Nephele's resources: for each prefix of IAM
 * actions one file of lines, whose form {@code docs/model.md} tells. Run by hand when AWS has
 * published new actions.
 */
public final class ActionImporter {
  private final Map<String, Integer> keyNumbers = new TreeMap<>();
  private final Map<String, Object> service;

  private ActionImporter(Map<String, Object> service) {
    this.service = service;
  }

  /**
   * Arguments: the reference (JSON, may be gzipped), the catalogue's services.tsv, whose second
   * column names the prefixes, and the folder to write to.
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: ActionImporter REFERENCE.JSON SERVICES.TSV OUTPUT-FOLDER");
      System.exit(2);
    }
    Map<String, Object> reference = read(Path.of(args[0]));
    Path output = Files.createDirectories(Path.of(args[2]));
    int written = 0;
    for (String prefix : prefixes(Path.of(args[1]))) {
      if (!reference.containsKey(prefix)) {
        System.err.println("the reference has no service " + prefix);
        continue;
      }
      Files.writeString(
          output.resolve(prefix + ".tsv"), lines(Ast.asObject(reference.get(prefix))));
      written++;
    }
    System.out.println(written + " services imported");
  }

  /** The lines of one service of the reference. */
  static String lines(Map<String, Object> service) {
    return new ActionImporter(service).lines();
  }

  private static TreeSet<String> prefixes(Path services) throws IOException {
    TreeSet<String> prefixes = new TreeSet<>();
    List<String> rows = Files.readAllLines(services);
    for (String row : rows.subList(1, rows.size())) {
      prefixes.add(row.split("\t", -1)[1]);
    }
    return prefixes;
  }

  private static Map<String, Object> read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return Json.object(in.readAllBytes());
    }
  }

  private String lines() {
    StringBuilder text = new StringBuilder();
    keys(text);
    new TreeMap<>(Ast.object(service, "resources"))
        .forEach((name, resource) -> resource(text, name, Ast.asObject(resource)));
    new TreeMap<>(Ast.object(service, "actions"))
        .forEach((name, action) -> action(text, name, Ast.asObject(action)));
    return text.toString();
  }

  private void keys(StringBuilder text) {
    TreeMap<String, String> types = new TreeMap<>();
    for (Object resource : Ast.object(service, "resources").values()) {
      collect(types, Ast.asObject(resource));
    }
    for (Object action : Ast.object(service, "actions").values()) {
      collect(types, Ast.asObject(action));
      for (Object use : Ast.list(Ast.asObject(action), "resourceTypes")) {
        collect(types, Ast.asObject(use));
      }
    }
    Ast.object(service, "conditionKeys").forEach((key, type) -> types.put(key, (String) type));
    types.forEach(
        (key, type) -> {
          keyNumbers.put(key, keyNumbers.size());
          text.append("key\t").append(key).append('\t').append(type).append('\n');
        });
  }

  // A few keys are used without being described; they are strings.
  private static void collect(Map<String, String> types, Map<String, Object> user) {
    for (Object key : Ast.list(user, "conditionKeys")) {
      types.putIfAbsent((String) key, "String");
    }
  }

  private void resource(StringBuilder text, String name, Map<String, Object> resource) {
    text.append("resource\t").append(name).append('\t');
    text.append(Ast.string(resource, "arn", "")).append('\t');
    text.append(numbers(resource)).append('\n');
  }

  private void action(StringBuilder text, String name, Map<String, Object> action) {
    text.append("action\t").append(name).append('\t');
    text.append(Ast.string(action, "accessLevel", "").replace(", Write", "")).append('\t');
    text.append(numbers(action));
    for (Object element : Ast.list(action, "resourceTypes")) {
      Map<String, Object> use = Ast.asObject(element);
      text.append('\t').append(Ast.string(use, "name", ""));
      if (Boolean.TRUE.equals(use.get("required"))) {
        text.append('*');
      }
      String numbers = numbers(use);
      if (!numbers.isEmpty()) {
        text.append('=').append(numbers);
      }
    }
    text.append('\n');
  }

  /** The numbers of the condition keys, runs as {@code 3-7}. */
  private String numbers(Map<String, Object> user) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Object key : Ast.list(user, "conditionKeys")) {
      numbers.add(keyNumbers.get(key));
    }
    List<Integer> sorted = new ArrayList<>(numbers);
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < sorted.size(); ) {
      int to = from;
      while (to + 1 < sorted.size() && sorted.get(to + 1) == sorted.get(to) + 1) {
        to++;
      }
      text.append(text.isEmpty() ? "" : ",").append(sorted.get(from));
      if (to > from) {
        text.append('-').append(sorted.get(to));
      }
      from = to + 1;
    }
    return text.toString();
  }
}
