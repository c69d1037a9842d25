package io.nephele.services.schemas.code;

import java.util.List;

/** A class of a language that is to be written. */
record EventClass(String name, List<Field> fields) {

  /**
   * A field of a class.
   *
   * @param json its name in events
   * @param name what it is called after, which no other field of the class is
   */
  record Field(String json, String name, FieldType type) {}
}
