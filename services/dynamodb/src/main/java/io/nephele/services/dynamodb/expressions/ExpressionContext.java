package io.nephele.services.dynamodb.expressions;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.Sizes;
import io.nephele.services.dynamodb.values.Utf8;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A request's {@code ExpressionAttributeNames} and {@code ExpressionAttributeValues}. It remembers
 * what its expressions used, because AWS wants all of it used. For one request and one thread.
 */
public final class ExpressionContext {
  private static final String NAMES = "ExpressionAttributeNames";
  private static final String VALUES = "ExpressionAttributeValues";
  private static final int MAX_KEY = 255;
  private static final int MAX_ATTRIBUTE_NAME = 65535;

  /** The most that names or values may take in all, in bytes. */
  private static final int MAX_TOTAL = 2 * 1024 * 1024;

  private final Map<String, String> names;
  private final Map<String, Value> values;
  private final boolean older;
  private final Set<String> used = new HashSet<>();
  private final ParsedExpressions parsed;

  private ExpressionContext(
      Map<String, String> names,
      Map<String, Value> values,
      boolean older,
      ParsedExpressions parsed) {
    this.names = names;
    this.values = values;
    this.older = older;
    this.parsed = parsed;
  }

  /** The same, for expressions that may have been parsed before. */
  public ExpressionContext with(ParsedExpressions known) {
    return new ExpressionContext(names, values, older, known);
  }

  /** What was parsed before. */
  ParsedExpressions parsed() {
    return parsed;
  }

  /** Whether the operation's expressions are read in AWS's older layer. */
  boolean isOlder() {
    return older;
  }

  /**
   * The names and values of a request, either of which may be null.
   *
   * @throws AwsException in AWS's words if one is empty or has an impossible key or value
   */
  public static ExpressionContext of(
      Map<String, String> names, Map<String, AttributeValue> values) {
    return of(names, values, ValueReader.CURRENT);
  }

  /**
   * The names and values of a request, either of which may be null.
   *
   * @param reader the layer that reads the operation's values; the older one says whose value it
   *     refuses
   * @throws AwsException in AWS's words if one is empty or has an impossible key or value
   */
  public static ExpressionContext of(
      Map<String, String> names, Map<String, AttributeValue> values, ValueReader reader) {
    if (names != null) {
      requireNotEmpty(NAMES, names);
      requireNames(names);
    }
    return new ExpressionContext(
        names == null ? Map.of() : names,
        values == null ? Map.of() : readValues(values, reader),
        reader.isOlder(),
        ParsedExpressions.NONE);
  }

  private static void requireNotEmpty(String parameter, Map<String, ?> map) {
    if (map.isEmpty()) {
      throw Validation.error(parameter + " must not be empty");
    }
  }

  private static void requireNames(Map<String, String> names) {
    int size = 0;
    for (Map.Entry<String, String> name : names.entrySet()) {
      requireKey(NAMES, name.getKey(), '#');
      size += Utf8.length(name.getKey()) + Utf8.length(name.getValue());
    }
    for (Map.Entry<String, String> name : names.entrySet()) {
      String attribute = name.getValue();
      if (attribute.isEmpty()) {
        throw Validation.error(
            NAMES + " contains invalid value: Empty attribute name for key " + name.getKey());
      }
      if (Utf8.length(attribute) > MAX_ATTRIBUTE_NAME) {
        throw Validation.error(
            NAMES
                + " contains invalid value: Member must have length less than or equal to "
                + MAX_ATTRIBUTE_NAME
                + " for key "
                + name.getKey());
      }
    }
    requireTotal(NAMES, size);
  }

  private static Map<String, Value> readValues(
      Map<String, AttributeValue> given, ValueReader reader) {
    requireNotEmpty(VALUES, given);
    for (String key : given.keySet()) {
      requireKey(VALUES, key, ':');
    }
    Map<String, Value> values = HashMap.newHashMap(given.size());
    int size = 0;
    for (Map.Entry<String, AttributeValue> entry : given.entrySet()) {
      Value value = readValue(entry.getKey(), entry.getValue(), reader);
      size += Utf8.length(entry.getKey()) + Sizes.value(value);
      values.put(entry.getKey(), value);
    }
    requireTotal(VALUES, size);
    return values;
  }

  private static Value readValue(String key, AttributeValue given, ValueReader reader) {
    if (!reader.isOlder()) {
      return reader.read(given);
    }
    try {
      return reader.read(given);
    } catch (AwsException e) {
      throw Validation.error(
          VALUES + " contains invalid value: " + e.getMessage() + " for key " + key);
    }
  }

  private static void requireKey(String parameter, String key, char sign) {
    if (key.isEmpty()) {
      throw Validation.error(
          parameter + " contains invalid key: The expression attribute map contains an empty key;");
    }
    int length = Utf8.length(key);
    if (length > MAX_KEY) {
      throw Validation.error(
          parameter
              + " contains invalid key: The expression attribute map contains a key that is too"
              + " long; size of key: "
              + length);
    }
    boolean valid = key.charAt(0) == sign && key.length() > 1;
    for (int i = 1; valid && i < key.length(); i++) {
      valid = Tokens.isPart(key.charAt(i));
    }
    if (!valid) {
      throw Validation.error(
          parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
    }
  }

  private static void requireTotal(String parameter, int size) {
    if (size > MAX_TOTAL) {
      throw Validation.error(parameter + " exceeds max size");
    }
  }

  /** The attribute's name for a placeholder such as {@code #a}. */
  String name(ExpressionKind kind, String placeholder) {
    String name = names.get(placeholder);
    if (name == null) {
      throw kind.error(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + placeholder);
    }
    used.add(placeholder);
    return name;
  }

  /** The value for a placeholder such as {@code :a}. */
  Value value(ExpressionKind kind, String placeholder) {
    Value value = values.get(placeholder);
    if (value == null) {
      throw kind.error(
          "An expression attribute value used in expression is not defined; attribute value: "
              + placeholder);
    }
    used.add(placeholder);
    return value;
  }

  /**
   * Refuses names and values that no expression used; to be called once all are parsed.
   *
   * @throws AwsException in AWS's words
   */
  public void requireAllUsed() {
    requireUsed(NAMES, names.keySet());
    requireUsed(VALUES, values.keySet());
  }

  private void requireUsed(String parameter, Set<String> keys) {
    StringBuilder unused = new StringBuilder();
    for (String key : keys) {
      if (!used.contains(key)) {
        unused.append(unused.isEmpty() ? "" : ", ").append(key);
      }
    }
    if (!unused.isEmpty()) {
      throw Validation.error(
          "Value provided in " + parameter + " unused in expressions: keys: {" + unused + "}");
    }
  }
}
