package io.nephele.services.schemas.code;

import io.nephele.services.schemas.code.EventClass.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Classes of Java 8 with Jackson's annotations. */
final class JavaCode implements Language {
  private static final Set<String> WORDS =
      Set.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "true",
          "try",
          "void",
          "volatile",
          "while");

  @Override
  public Map<String, String> files(List<String> packages, List<EventClass> classes) {
    Map<String, String> files = new TreeMap<>();
    List<String> legal = packages.stream().map(JavaCode::legal).toList();
    String folder = String.join("/", legal) + "/";
    String name = String.join(".", legal);
    for (EventClass each : classes) {
      files.put(folder + each.name() + ".java", source(name, each));
    }
    files.put(folder + "marshaller/Marshaller.java", marshaller(name));
    return files;
  }

  private static String legal(String name) {
    return WORDS.contains(name) ? name + "_" : name;
  }

  private static String source(String packageName, EventClass each) {
    boolean envelope = each.name().equals(EventClasses.ENVELOPE);
    String self = each.name() + (envelope ? "<T>" : "");
    StringBuilder code = new StringBuilder();
    code.append("package ").append(packageName).append(";\n\n");
    code.append("import com.fasterxml.jackson.annotation.JsonProperty;\n");
    code.append("import java.math.BigDecimal;\nimport java.util.ArrayList;\n");
    code.append("import java.util.Date;\nimport java.util.List;\nimport java.util.Map;\n");
    code.append("import java.util.Objects;\n\n");
    code.append("public class ").append(self).append(" {\n");
    for (Field field : each.fields()) {
      code.append("\n  @JsonProperty(").append(Language.quoted(field.json())).append(")\n");
      code.append("  private ").append(type(field, envelope)).append(' ').append(name(field));
      boolean list = field.type().kind() == FieldType.Kind.LIST;
      code.append(list ? " = new ArrayList<>();\n" : " = null;\n");
    }
    for (Field field : each.fields()) {
      accessors(code, self, field, type(field, envelope));
    }
    equality(code, each, envelope);
    return code.append("}\n").toString();
  }

  private static void accessors(StringBuilder code, String self, Field field, String type) {
    String name = name(field);
    String method = Names.ofClass(field.name());
    code.append("\n  public ").append(self).append(' ').append(name);
    code.append('(').append(type).append(' ').append(name).append(") {\n");
    code.append("    this.").append(name).append(" = ").append(name);
    code.append(";\n    return this;\n  }\n");
    code.append("\n  public ").append(type).append(" get").append(getter(method)).append("() {\n");
    code.append("    return ").append(name).append(";\n  }\n");
    code.append("\n  public void set").append(getter(method)).append('(').append(type);
    code.append(' ').append(name).append(") {\n    this.").append(name).append(" = ");
    code.append(name).append(";\n  }\n");
  }

  /** Every object has a method getClass. */
  private static String getter(String method) {
    return method.equals("Class") ? "Class_" : method;
  }

  private static void equality(StringBuilder code, EventClass each, boolean envelope) {
    String other = each.name() + (envelope ? "<?>" : "");
    code.append("\n  @Override\n  public boolean equals(Object o) {\n");
    code.append("    if (this == o) {\n      return true;\n    }\n");
    code.append("    if (o == null || getClass() != o.getClass()) {\n");
    code.append("      return false;\n    }\n");
    if (each.fields().isEmpty()) {
      code.append("    return true;\n  }\n");
    } else {
      code.append("    ").append(other).append(" that = (").append(other).append(") o;\n");
      code.append("    return ");
      String between = "";
      for (Field field : each.fields()) {
        String name = name(field);
        code.append(between).append("Objects.equals(this.").append(name);
        code.append(", that.").append(name).append(')');
        between = "\n        && ";
      }
      code.append(";\n  }\n");
    }
    String names = String.join(", ", each.fields().stream().map(JavaCode::name).toList());
    code.append("\n  @Override\n  public int hashCode() {\n    return Objects.hash(");
    code.append(names).append(");\n  }\n");
  }

  private static String name(Field field) {
    String name = Names.camel(field.name());
    return WORDS.contains(name) ? "_" + name : name;
  }

  private static String type(Field field, boolean envelope) {
    return envelope && field.json().equals("detail") ? "T" : type(field.type());
  }

  private static String type(FieldType type) {
    return switch (type.kind()) {
      case TEXT -> "String";
      case TIME -> "Date";
      case INTEGER -> "Long";
      case NUMBER -> "BigDecimal";
      case BOOLEAN -> "Boolean";
      case ANY -> "Object";
      case LIST -> "List<" + type(type.of()) + ">";
      case MAP -> "Map<String, " + type(type.of()) + ">";
      case CLASS -> type.name();
    };
  }

  private static String marshaller(String packageName) {
    return """
    package %1$s.marshaller;

    import com.fasterxml.jackson.databind.DeserializationFeature;
    import com.fasterxml.jackson.databind.JavaType;
    import com.fasterxml.jackson.databind.ObjectMapper;
    import com.fasterxml.jackson.databind.SerializationFeature;
    import java.io.IOException;
    import java.io.InputStream;
    import java.io.OutputStream;
    import %1$s.AWSEvent;

    public class Marshaller {

      private static final ObjectMapper MAPPER =
          new ObjectMapper()
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

      public static <T> void marshal(OutputStream output, T value) throws IOException {
        MAPPER.writeValue(output, value);
      }

      public static <T> T unmarshal(InputStream input, Class<T> type) throws IOException {
        return MAPPER.readValue(input, type);
      }

      public static <T> AWSEvent<T> unmarshalEvent(InputStream input, Class<T> type)
          throws IOException {
        JavaType event =
            MAPPER.getTypeFactory().constructParametricType(AWSEvent.class, type);
        return MAPPER.readValue(input, event);
      }
    }
    """
        .formatted(packageName);
  }
}
