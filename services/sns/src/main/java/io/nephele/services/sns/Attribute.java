package io.nephele.services.sns;

import io.nephele.model.Bytes;

/**
 * A message attribute.
 *
 * @param dataType String, String.Array, Number or Binary, perhaps with a label after a dot
 * @param text the value, or null of a binary one
 * @param binary the value of a binary one, else null
 */
record Attribute(String dataType, String text, Bytes binary) {
  static final String ARRAY = "String.Array";

  /** The type without its label. */
  String baseType() {
    int dot = dataType.indexOf('.');
    return dot < 0 ? dataType : dataType.substring(0, dot);
  }
}
