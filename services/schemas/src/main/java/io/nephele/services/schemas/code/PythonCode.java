package io.nephele.services.schemas.code;

import io.nephele.services.schemas.code.EventClass.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Classes of Python 3.6. */
final class PythonCode implements Language {
  private static final Set<String> WORDS =
      Set.of(
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield",
          "self",
          "to_dict");

  @Override
  public Map<String, String> files(List<String> packages, List<EventClass> classes) {
    Map<String, String> files = new TreeMap<>();
    StringBuilder folder = new StringBuilder();
    for (String name : packages) {
      folder.append(legal(name)).append('/');
      files.put(folder + "__init__.py", "");
    }
    StringBuilder all = new StringBuilder();
    for (EventClass each : classes) {
      files.put(folder + each.name() + ".py", source(each));
      all.append("from .").append(each.name()).append(" import ").append(each.name()).append('\n');
    }
    files.put(folder + "__init__.py", all + "from .Marshaller import Marshaller\n");
    files.put(folder + "Marshaller.py", MARSHALLER);
    return files;
  }

  private static String legal(String name) {
    return WORDS.contains(name) ? name + "_" : name;
  }

  private static String name(Field field) {
    return legal(Names.snake(field.name()));
  }

  private static String source(EventClass each) {
    StringBuilder code = new StringBuilder("# coding: utf-8\n\n");
    code.append("class ").append(each.name()).append("(object):\n\n    _types = {\n");
    for (Field field : each.fields()) {
      code.append("        '").append(name(field)).append("': ");
      code.append(Language.quoted(type(field.type()))).append(",\n");
    }
    code.append("    }\n\n    _attribute_map = {\n");
    for (Field field : each.fields()) {
      code.append("        '").append(name(field)).append("': ");
      code.append(Language.quoted(field.json())).append(",\n");
    }
    code.append("    }\n\n    def __init__(self");
    for (Field field : each.fields()) {
      code.append(", ").append(name(field)).append("=None");
    }
    code.append("):\n");
    for (Field field : each.fields()) {
      code.append("        self._").append(name(field)).append(" = ").append(name(field));
      code.append('\n');
    }
    code.append("        pass\n");
    for (Field field : each.fields()) {
      String name = name(field);
      code.append("\n    @property\n    def ").append(name).append("(self):\n");
      code.append("        return self._").append(name).append("\n\n    @").append(name);
      code.append(".setter\n    def ").append(name).append("(self, ").append(name).append("):\n");
      code.append("        self._").append(name).append(" = ").append(name).append('\n');
    }
    return code.append(
            """

                def to_dict(self):
                    return {name: getattr(self, name) for name in self._types}

                def __repr__(self):
                    return repr(self.to_dict())

                def __eq__(self, other):
                    return isinstance(other, type(self)) and self.to_dict() == other.to_dict()

                def __ne__(self, other):
                    return not self == other
            """)
        .toString();
  }

  private static String type(FieldType type) {
    return switch (type.kind()) {
      case TEXT -> "str";
      case TIME -> "datetime";
      case INTEGER -> "int";
      case NUMBER -> "float";
      case BOOLEAN -> "bool";
      case ANY -> "object";
      case LIST -> "list[" + type(type.of()) + "]";
      case MAP -> "dict(str, " + type(type.of()) + ")";
      case CLASS -> type.name();
    };
  }

  private static final String MARSHALLER =
      """
      # coding: utf-8

      import datetime
      import importlib


      class Marshaller(object):

          @classmethod
          def marshall(cls, value):
              if isinstance(value, (list, tuple)):
                  return [cls.marshall(each) for each in value]
              if isinstance(value, dict):
                  return {key: cls.marshall(each) for key, each in value.items()}
              if isinstance(value, datetime.datetime):
                  return value.strftime('%Y-%m-%dT%H:%M:%SZ')
              if hasattr(value, '_attribute_map'):
                  return {json: cls.marshall(getattr(value, name))
                          for name, json in value._attribute_map.items()
                          if getattr(value, name) is not None}
              return value

          @classmethod
          def unmarshall(cls, data, type_name):
              if data is None:
                  return None
              if isinstance(type_name, str):
                  if type_name.startswith('list['):
                      return [cls.unmarshall(each, type_name[5:-1]) for each in data]
                  if type_name.startswith('dict('):
                      of = type_name[5:-1].split(', ', 1)[1]
                      return {key: cls.unmarshall(each, of) for key, each in data.items()}
                  if type_name == 'datetime':
                      return datetime.datetime.strptime(data[:19], '%Y-%m-%dT%H:%M:%S')
                  if type_name in ('str', 'int', 'float', 'bool', 'object'):
                      return data
                  module = importlib.import_module('.' + type_name, __package__)
                  type_name = getattr(module, type_name)
              arguments = {name: cls.unmarshall(data.get(json), type_name._types[name])
                           for name, json in type_name._attribute_map.items()}
              return type_name(**arguments)
      """;
}
