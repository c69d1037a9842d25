package io.nephele.conformance.docs;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the tests that show facts, in the compiled test classes of the whole project. */
public final class ShownFacts {
  private static final String FACT = "Lio/nephele/junit/Fact;";

  private ShownFacts() {}

  /** The tests by the id of the fact that they show, as {@code Class.method}. */
  public static Map<String, List<String>> find(Path project) throws IOException {
    Map<String, List<String>> shown = new TreeMap<>();
    for (Path classes : testClassFolders(project)) {
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file :
            files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
          collect(ClassFile.of().parse(file), shown);
        }
      }
    }
    return shown;
  }

  private static List<Path> testClassFolders(Path project) throws IOException {
    try (Stream<Path> folders = Files.walk(project, 4)) {
      return folders
          .filter(folder -> folder.endsWith(Path.of("target", "test-classes")))
          .sorted()
          .toList();
    }
  }

  private static void collect(ClassModel type, Map<String, List<String>> shown) {
    String name = type.thisClass().asInternalName();
    String simpleName = name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
    for (MethodModel method : type.methods()) {
      method
          .findAttribute(Attributes.runtimeVisibleAnnotations())
          .ifPresent(
              annotations -> {
                for (Annotation annotation : annotations.annotations()) {
                  for (String id : ids(annotation)) {
                    shown
                        .computeIfAbsent(id, key -> new ArrayList<>())
                        .add(simpleName + "." + method.methodName().stringValue());
                  }
                }
              });
    }
  }

  private static List<String> ids(Annotation annotation) {
    List<String> ids = new ArrayList<>();
    if (annotation.className().equalsString(FACT)) {
      for (AnnotationElement element : annotation.elements()) {
        if (element.value() instanceof AnnotationValue.OfArray array) {
          for (AnnotationValue value : array.values()) {
            ids.add(((AnnotationValue.OfString) value).stringValue());
          }
        }
      }
    }
    return ids;
  }
}
