package io.nephele.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What a model says of a shape, member or operation beyond its structure, by the trait's Smithy
 * name without namespace. The compact models keep a trait's value as JSON; a trait without a value
 * is {@code true}.
 */
final class Traits {
  private final Map<String, Object> values;

  Traits(Map<String, Object> values) {
    this.values = values;
  }

  boolean has(String trait) {
    return values.containsKey(trait);
  }

  String string(String trait) {
    return (String) values.get(trait);
  }

  Integer integer(String trait) {
    return values.get(trait) instanceof Number number ? number.intValue() : null;
  }

  Object raw(String trait) {
    return values.get(trait);
  }

  @SuppressWarnings("unchecked") // the importer writes only strings into such lists
  List<String> strings(String trait) {
    return (List<String>) values.getOrDefault(trait, List.of());
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  Map<String, Object> object(String trait) {
    return (Map<String, Object>) values.get(trait);
  }

  Constraints constraints() {
    Map<String, Object> length = object("length");
    Map<String, Object> range = object("range");
    boolean unique = has("uniqueItems");
    if (length == null && range == null && !has("pattern") && !has("enum") && !unique) {
      return Constraints.NONE;
    }
    return new Constraints(
        length == null ? null : bound(length, "min"),
        length == null ? null : bound(length, "max"),
        range == null ? null : decimal(range.get("min")),
        range == null ? null : decimal(range.get("max")),
        string("pattern"),
        List.copyOf(strings("enum")),
        unique);
  }

  TimestampFormat timestampFormat() {
    String format = string("timestampFormat");
    return format == null
        ? null
        : switch (format) {
          case "date-time" -> TimestampFormat.DATE_TIME;
          case "http-date" -> TimestampFormat.HTTP_DATE;
          case "epoch-seconds" -> TimestampFormat.EPOCH_SECONDS;
          default -> throw new IllegalArgumentException("unknown timestamp format " + format);
        };
  }

  XmlNamespace xmlNamespace() {
    Map<String, Object> namespace = object("xmlNamespace");
    return namespace == null
        ? null
        : new XmlNamespace((String) namespace.get("prefix"), (String) namespace.get("uri"));
  }

  private static Long bound(Map<String, Object> length, String end) {
    return length.get(end) instanceof Number number ? number.longValue() : null;
  }

  private static BigDecimal decimal(Object number) {
    return number == null ? null : new BigDecimal(number.toString());
  }
}
