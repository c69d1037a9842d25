package io.nephele.services.xray;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The annotations by which traces are found. */
final class Annotations {
  /** How many annotations of a trace are indexed. */
  static final int MOST = 50;

  private static final int LONGEST_TEXT = 1000;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.]{1,500}");

  private Annotations() {}

  /**
   * Those of a segment or subsegment that X-Ray indexes: texts, numbers and booleans under names of
   * letters, digits, underscores and points.
   */
  static Map<String, Object> indexed(Entity entity) {
    Map<String, Object> indexed = new LinkedHashMap<>();
    Fields.object(entity.fields(), "annotations")
        .forEach(
            (key, value) -> {
              boolean kind =
                  value instanceof Boolean
                      || value instanceof Number number && Double.isFinite(number.doubleValue())
                      || value instanceof String text && text.length() <= LONGEST_TEXT;
              if (kind && KEY.matcher((String) key).matches()) {
                indexed.put((String) key, value);
              }
            });
    return indexed;
  }
}
