package io.nephele.services.schemas.code;

/**
 * What a field holds.
 *
 * @param of what a list or a map holds; null of others
 * @param name of the class that is referred to; null of others
 */
record FieldType(Kind kind, FieldType of, String name) {

  /** The kinds that languages tell apart. */
  enum Kind {
    TEXT,
    TIME,
    INTEGER,
    NUMBER,
    BOOLEAN,
    ANY,
    LIST,
    MAP,
    CLASS
  }

  static FieldType of(Kind kind) {
    return new FieldType(kind, null, null);
  }

  static FieldType list(FieldType of) {
    return new FieldType(Kind.LIST, of, null);
  }

  static FieldType map(FieldType of) {
    return new FieldType(Kind.MAP, of, null);
  }

  static FieldType reference(String name) {
    return new FieldType(Kind.CLASS, null, name);
  }
}
