package io.nephele.services.schemas.code;

import io.nephele.services.schemas.code.EventClass.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Classes of TypeScript 3. */
final class TypeScriptCode implements Language {
  @Override
  public Map<String, String> files(List<String> packages, List<EventClass> classes) {
    Map<String, String> files = new TreeMap<>();
    String folder = String.join("/", packages) + "/";
    for (EventClass each : classes) {
      files.put(folder + each.name() + ".ts", source(each));
    }
    files.put(folder + "marshaller/Marshaller.ts", marshaller(classes));
    return files;
  }

  private static String source(EventClass each) {
    boolean envelope = each.name().equals(EventClasses.ENVELOPE);
    Set<String> used = new TreeSet<>();
    for (Field field : each.fields()) {
      if (!(envelope && field.json().equals("detail"))) {
        add(used, field.type());
      }
    }
    used.remove(each.name());
    StringBuilder code = new StringBuilder();
    for (String name : used) {
      code.append("import { ").append(name).append(" } from './").append(name).append("';\n");
    }
    code.append(used.isEmpty() ? "" : "\n").append("export class ").append(each.name());
    code.append(envelope ? "<T>" : "").append(" {\n");
    for (Field field : each.fields()) {
      String type = envelope && field.json().equals("detail") ? "T" : type(field.type());
      code.append("  '").append(Names.camel(field.name())).append("'?: ").append(type);
      code.append(";\n");
    }
    code.append("\n  private static discriminator: string | undefined = undefined;\n");
    code.append("\n  private static attributeTypeMap:");
    code.append(" Array<{name: string, baseName: string, type: string}> = [");
    String between = "";
    for (Field field : each.fields()) {
      code.append(between).append("\n    {\n      \"name\": ");
      code.append(Language.quoted(Names.camel(field.name()))).append(",\n      \"baseName\": ");
      code.append(Language.quoted(field.json())).append(",\n      \"type\": ");
      code.append(Language.quoted(type(field.type()))).append("\n    }");
      between = ",";
    }
    code.append("\n  ];\n\n  public static getAttributeTypeMap() {\n    return ");
    code.append(each.name()).append(".attributeTypeMap;\n  }\n}\n");
    return code.toString();
  }

  private static void add(Set<String> used, FieldType type) {
    if (type.kind() == FieldType.Kind.CLASS) {
      used.add(type.name());
    } else if (type.of() != null) {
      add(used, type.of());
    }
  }

  private static String type(FieldType type) {
    return switch (type.kind()) {
      case TEXT -> "string";
      case TIME -> "Date";
      case INTEGER, NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case ANY -> "any";
      case LIST -> "Array<" + type(type.of()) + ">";
      case MAP -> "{ [key: string]: " + type(type.of()) + "; }";
      case CLASS -> type.name();
    };
  }

  private static String marshaller(List<EventClass> classes) {
    StringBuilder code = new StringBuilder();
    for (EventClass each : classes) {
      code.append("import { ").append(each.name()).append(" } from '../").append(each.name());
      code.append("';\n");
    }
    code.append("\nconst classes: { [name: string]: any } = {\n");
    for (EventClass each : classes) {
      code.append("  ").append(Language.quoted(each.name())).append(": ").append(each.name());
      code.append(",\n");
    }
    return code.append(
            """
            };

            export class Marshaller {

              public static marshall(data: any, type: string): any {
                if (data === undefined || data === null) {
                  return data;
                }
                if (type.startsWith('Array<')) {
                  return data.map((each: any) => Marshaller.marshall(each, type.slice(6, -1)));
                }
                if (type.startsWith('{ [key: string]: ')) {
                  return Marshaller.each(data, (of: any) =>
                    Marshaller.marshall(of, type.slice(17, -3)));
                }
                if (type === 'Date') {
                  return data.toISOString();
                }
                if (!classes[type]) {
                  return data;
                }
                const json: any = {};
                for (const attribute of classes[type].getAttributeTypeMap()) {
                  json[attribute.baseName] =
                    Marshaller.marshall(data[attribute.name], attribute.type);
                }
                return json;
              }

              public static unmarshall(data: any, type: string): any {
                if (data === undefined || data === null) {
                  return data;
                }
                if (type.startsWith('Array<')) {
                  return data.map((each: any) => Marshaller.unmarshall(each, type.slice(6, -1)));
                }
                if (type.startsWith('{ [key: string]: ')) {
                  return Marshaller.each(data, (of: any) =>
                    Marshaller.unmarshall(of, type.slice(17, -3)));
                }
                if (type === 'Date') {
                  return new Date(data);
                }
                if (!classes[type]) {
                  return data;
                }
                const instance = new classes[type]();
                for (const attribute of classes[type].getAttributeTypeMap()) {
                  instance[attribute.name] =
                    Marshaller.unmarshall(data[attribute.baseName], attribute.type);
                }
                return instance;
              }

              private static each(data: any, change: (of: any) => any): any {
                const changed: any = {};
                for (const key of Object.keys(data)) {
                  changed[key] = change(data[key]);
                }
                return changed;
              }
            }
            """)
        .toString();
  }
}
