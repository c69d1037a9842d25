package io.nephele.services.logs.patterns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Conditions on lines of fields: {@code [ip, user, ..., status=4*, bytes>1000]}. */
final class FieldsPattern extends FilterPattern {
  private static final String ENDS = ",]&|";
  private static final int MOST_FIELDS = 10_000;

  private final List<Field> fields;

  /** Where the fields stand that are left open, or -1. */
  private final int ellipsis;

  /** A field's name, which may be empty, and what is asked of it. */
  private record Field(String name, Predicate<String> condition) {}

  private FieldsPattern(List<Field> fields, int ellipsis) {
    this.fields = fields;
    this.ellipsis = ellipsis;
  }

  static FieldsPattern read(String text) {
    PatternScanner from = new PatternScanner(text);
    List<Field> fields = new ArrayList<>();
    int ellipsis = -1;
    from.require("[");
    do {
      from.skipSpace();
      if (from.take("...")) {
        if (ellipsis >= 0) {
          throw invalid("it has more than one ellipsis");
        }
        ellipsis = fields.size();
        from.skipSpace();
      } else {
        fields.add(field(from));
      }
    } while (from.take(","));
    from.require("]");
    from.skipSpace();
    if (!from.atEnd()) {
      throw invalid("there is something behind the last bracket");
    }
    return new FieldsPattern(fields, ellipsis);
  }

  private static Field field(PatternScanner from) {
    String name = name(from);
    from.skipSpace();
    if (!ValueTest.isNext(from)) {
      return new Field(name, value -> true);
    }
    Predicate<String> all = test(from);
    Predicate<String> before = null;
    for (from.skipSpace(); ; from.skipSpace()) {
      boolean and = from.take("&&");
      if (!and && !from.take("||")) {
        break;
      }
      from.skipSpace();
      String again = name(from);
      if (!again.equals(name)) {
        throw invalid("conditions on " + name + " and " + again + " cannot be one field's");
      }
      from.skipSpace();
      Predicate<String> more = test(from);
      if (and) {
        all = all.and(more);
      } else {
        before = before == null ? all : before.or(all);
        all = more;
      }
    }
    return new Field(name, before == null ? all : before.or(all));
  }

  private static String name(PatternScanner from) {
    StringBuilder name = new StringBuilder();
    while (PatternScanner.isWord(from.peek()) || from.peek() == '-' || from.peek() == '.') {
      name.append(from.next());
    }
    return name.toString();
  }

  private static Predicate<String> test(PatternScanner from) {
    return ValueTest.parse(from, ENDS)::testField;
  }

  /** The fields of a line: what is between spaces, in quotes or in brackets. */
  static List<String> split(String message) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at < message.length() && fields.size() < MOST_FIELDS) {
      char c = message.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      char close = c == '"' ? '"' : c == '[' ? ']' : 0;
      int end = close == 0 ? -1 : message.indexOf(close, at + 1);
      if (end >= 0) {
        fields.add(message.substring(at + 1, end));
        at = end + 1;
        continue;
      }
      int start = at;
      while (at < message.length() && !Character.isWhitespace(message.charAt(at))) {
        at++;
      }
      fields.add(message.substring(start, at));
    }
    return fields;
  }

  /** The pattern's field that a line's field is, null for those left open. */
  private Field fieldAt(int index, int count) {
    int open = count - fields.size();
    if (ellipsis < 0 || index < ellipsis) {
      return fields.get(index);
    }
    return index < ellipsis + open ? null : fields.get(index - open);
  }

  private boolean fits(int count) {
    return ellipsis < 0 ? count == fields.size() : count >= fields.size();
  }

  @Override
  public boolean matches(String message) {
    List<String> values = split(message);
    if (!fits(values.size())) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      Field field = fieldAt(i, values.size());
      if (field != null && !field.condition.test(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Map<String, String> extract(String message) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> values = split(message);
    if (fits(values.size())) {
      for (int i = 0; i < values.size(); i++) {
        Field field = fieldAt(i, values.size());
        boolean named = field != null && !field.name.isEmpty();
        found.put("$" + (named ? field.name : Integer.toString(i + 1)), values.get(i));
      }
    }
    return found;
  }

  @Override
  public String value(String selector, String message) {
    return extract(message).get(selector);
  }

  @Override
  public Map<String, String> fields(String message) {
    Map<String, String> found = new LinkedHashMap<>();
    extract(message).forEach((selector, value) -> found.put(selector.substring(1), value));
    return found;
  }
}
