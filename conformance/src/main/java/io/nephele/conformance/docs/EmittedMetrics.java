package io.nephele.conformance.docs;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the names of the metrics that services emit, in their compiled classes: the texts in the
 * classes of a service that make metrics' keys, and in those that use these.
 */
public final class EmittedMetrics {
  private static final String KEY = "io/nephele/core/metrics/MetricKey";
  private static final String SERVICES = "io/nephele/services/";
  private static final String AWS = "AWS/";

  /** What stands for a part in the pattern of a text that is put together. */
  private static final char PART = '\u0001';

  private EmittedMetrics() {}

  /** What a class says and which classes it uses. */
  private record Seen(Set<String> texts, Set<String> uses) {}

  /** The texts that may be names of metrics, by namespace. */
  public static Map<String, Set<String>> find(Path project) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    try (Stream<Path> modules = Files.list(project.resolve("services"))) {
      for (Path module : modules.sorted().toList()) {
        Path classes = module.resolve("target/classes");
        if (Files.isDirectory(classes)) {
          add(classes, found);
        }
      }
    }
    return found;
  }

  private static void add(Path folder, Map<String, Set<String>> found) throws IOException {
    Map<String, Seen> classes = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        ClassModel type = ClassFile.of().parse(file);
        classes.put(type.thisClass().asInternalName(), seen(type));
      }
    }
    Set<String> makers = new HashSet<>();
    classes.forEach(
        (name, seen) -> {
          if (seen.uses.contains(KEY)) {
            makers.add(name);
          }
        });
    Set<String> texts = new TreeSet<>();
    classes.forEach(
        (name, seen) -> {
          if (makers.contains(name) || seen.uses.stream().anyMatch(makers::contains)) {
            texts.addAll(seen.texts);
          }
        });
    for (String maker : makers) {
      for (String text : classes.get(maker).texts) {
        if (text.startsWith(AWS) && text.length() > AWS.length()) {
          found.computeIfAbsent(text, first -> new TreeSet<>()).addAll(texts);
        }
      }
    }
  }

  private static Seen seen(ClassModel type) {
    Seen seen = new Seen(new HashSet<>(), new HashSet<>());
    for (PoolEntry entry : type.constantPool()) {
      if (entry instanceof StringEntry text) {
        seen.texts.add(text.stringValue());
      } else if (entry instanceof ClassEntry used) {
        String name = used.asInternalName();
        if (name.equals(KEY) || name.startsWith(SERVICES)) {
          seen.uses.add(name);
        }
      }
    }
    return seen;
  }

  /** Whether a name is among texts, or put together of two of them. */
  static boolean isAmong(Set<String> texts, String name) {
    if (texts.contains(name)) {
      return true;
    }
    for (String text : texts) {
      int part = text.indexOf(PART);
      if (part >= 0 && text.length() > 1 && text.indexOf(PART, part + 1) < 0) {
        String before = text.substring(0, part);
        String after = text.substring(part + 1);
        if (name.length() > before.length() + after.length()
            && name.startsWith(before)
            && name.endsWith(after)
            && texts.contains(name.substring(before.length(), name.length() - after.length()))) {
          return true;
        }
      }
    }
    return false;
  }
}
