package io.nephele.services.schemas.code;

import io.nephele.services.schemas.code.EventClass.Field;
import io.nephele.services.schemas.code.FieldType.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Structures of Go. */
final class GoCode implements Language {
  @Override
  public Map<String, String> files(List<String> packages, List<EventClass> classes) {
    Map<String, String> files = new TreeMap<>();
    String folder = String.join("/", packages) + "/";
    String name = packages.getLast();
    for (EventClass each : classes) {
      files.put(folder + each.name() + ".go", source(name, each));
    }
    files.put(folder + "Marshaller.go", marshaller(name));
    return files;
  }

  private static String source(String packageName, EventClass each) {
    boolean times = each.fields().stream().anyMatch(field -> hasTime(field.type()));
    StringBuilder code = new StringBuilder("package ").append(packageName).append("\n\n");
    code.append(times ? "import (\n\t\"time\"\n)\n\n" : "");
    code.append("type ").append(each.name()).append(" struct {\n");
    for (Field field : each.fields()) {
      code.append('\t').append(name(field)).append(' ').append(type(field.type()));
      code.append(' ').append(tag(field)).append('\n');
    }
    return code.append("}\n").toString();
  }

  private static String tag(Field field) {
    String tag = "json:" + Language.quoted(field.json() + ",omitempty");
    return tag.indexOf('`') < 0 ? "`" + tag + "`" : Language.quoted(tag);
  }

  private static boolean hasTime(FieldType type) {
    return type.kind() == Kind.TIME || type.of() != null && hasTime(type.of());
  }

  /** Only what begins with a capital is read and written. */
  private static String name(Field field) {
    String name = Names.ofClass(field.name());
    return name.startsWith("_") ? "X" + name : name;
  }

  private static String type(FieldType type) {
    return switch (type.kind()) {
      case TEXT -> "string";
      case TIME -> "time.Time";
      case INTEGER -> "int64";
      case NUMBER -> "float64";
      case BOOLEAN -> "bool";
      case ANY -> "interface{}";
      case LIST -> "[]" + type(type.of());
      case MAP -> "map[string]" + type(type.of());
      // Structures may refer to themselves.
      case CLASS -> "*" + type.name();
    };
  }

  private static String marshaller(String packageName) {
    return """
    package %s

    import (
    	"encoding/json"
    )

    func MarshalEvent(inputEvent interface{}) ([]byte, error) {
    	return json.Marshal(inputEvent)
    }

    func UnmarshalEvent(inputEvent []byte) (AWSEvent, error) {
    	var outputEvent AWSEvent
    	err := json.Unmarshal(inputEvent, &outputEvent)
    	return outputEvent, err
    }
    """
        .formatted(packageName);
  }
}
