package io.nephele.services.sqs;

import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.MessageSystemAttributeValue;
import io.nephele.api.sqs.UnsupportedOperation;
import io.nephele.model.AwsException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Checks the attributes that come with a message and selects those that a receiver asks for. */
final class MessageAttributes {
  private static final int MAX_ATTRIBUTES = 10;
  private static final int MAX_NAME_LENGTH = 256;
  private static final int MAX_NUMBER_LENGTH = 200;
  private static final String TRACE_HEADER = "AWSTraceHeader";

  private MessageAttributes() {}

  /** The attributes of a request, in order of their names; empty if it has none. */
  static Map<String, Attribute> read(Map<String, MessageAttributeValue> values) {
    if (values == null || values.isEmpty()) {
      return Map.of();
    }
    if (values.size() > MAX_ATTRIBUTES) {
      throw SqsErrors.invalidParameter(
          "Number of message attributes ["
              + values.size()
              + "] exceeds the allowed maximum ["
              + MAX_ATTRIBUTES
              + "].");
    }
    Map<String, Attribute> attributes = new TreeMap<>();
    for (Map.Entry<String, MessageAttributeValue> entry : values.entrySet()) {
      String name = entry.getKey();
      MessageAttributeValue value = entry.getValue();
      checkName(name);
      if (value == null) {
        throw emptyValue(name);
      }
      if (value.stringListValues() != null && !value.stringListValues().isEmpty()
          || value.binaryListValues() != null && !value.binaryListValues().isEmpty()) {
        throw new UnsupportedOperation(
            "Message attribute list values in SendMessage operation are not supported.");
      }
      String type = value.dataType();
      checkType(name, type);
      attributes.put(
          name, value(name, new Attribute(type, value.stringValue(), value.binaryValue())));
    }
    return attributes;
  }

  /**
   * The trace header among the system attributes of a request, which is the only one that can be
   * sent; null if it has none.
   */
  static String traceHeader(Map<String, MessageSystemAttributeValue> values) {
    if (values == null || values.isEmpty()) {
      return null;
    }
    for (Map.Entry<String, MessageSystemAttributeValue> entry : values.entrySet()) {
      if (!entry.getKey().equals(TRACE_HEADER)) {
        throw SqsErrors.invalidParameter(
            "Message system attribute name '" + entry.getKey() + "' is invalid.");
      }
    }
    MessageSystemAttributeValue value = values.get(TRACE_HEADER);
    if (value == null || value.dataType() == null || value.dataType().isEmpty()) {
      throw SqsErrors.invalidParameter(
          "The message system attribute '"
              + TRACE_HEADER
              + "' must contain a non-empty message attribute type.");
    }
    if (!value.dataType().equals("String")) {
      throw SqsErrors.invalidParameter(
          "The type of message (system) attribute '"
              + TRACE_HEADER
              + "' is invalid. You must use only the following supported type prefixes: String.");
    }
    if (value.stringValue() == null || value.stringValue().isEmpty()) {
      throw SqsErrors.invalidParameter(
          "Message (system) attribute '"
              + TRACE_HEADER
              + "' must contain a non-empty value of type 'String'.");
    }
    return value.stringValue();
  }

  /** The size of the attributes as it counts towards a message's, in bytes. */
  static int size(Map<String, Attribute> attributes) {
    int size = 0;
    for (Map.Entry<String, Attribute> entry : attributes.entrySet()) {
      Attribute attribute = entry.getValue();
      size += Texts.utf8Length(entry.getKey()) + Texts.utf8Length(attribute.dataType());
      size +=
          attribute.text() != null
              ? Texts.utf8Length(attribute.text())
              : attribute.binary().length();
    }
    return size;
  }

  /** The size of attributes that have not been checked. */
  static long sentSize(Map<String, MessageAttributeValue> values) {
    long size = 0;
    if (values != null) {
      for (Map.Entry<String, MessageAttributeValue> entry : values.entrySet()) {
        MessageAttributeValue value = entry.getValue();
        size += Texts.utf8Length(entry.getKey());
        if (value == null) {
          continue;
        }
        size += value.dataType() == null ? 0 : Texts.utf8Length(value.dataType());
        size += value.stringValue() == null ? 0 : Texts.utf8Length(value.stringValue());
        size += value.binaryValue() == null ? 0 : value.binaryValue().length();
      }
    }
    return size;
  }

  /**
   * Those attributes that the names ask for: each is a name, {@code All}, or a prefix that ends in
   * {@code .*}.
   */
  static Map<String, Attribute> select(Map<String, Attribute> attributes, List<String> names) {
    if (attributes.isEmpty() || names == null || names.isEmpty()) {
      return Map.of();
    }
    Map<String, Attribute> selected = new TreeMap<>();
    for (Map.Entry<String, Attribute> entry : attributes.entrySet()) {
      if (isSelected(entry.getKey(), names)) {
        selected.put(entry.getKey(), entry.getValue());
      }
    }
    return selected;
  }

  private static boolean isSelected(String attribute, List<String> names) {
    for (String name : names) {
      if (name.equals("All") || name.equals(".*") || name.equals("*") || name.equals(attribute)) {
        return true;
      }
      if (name.endsWith(".*") && attribute.startsWith(name.substring(0, name.length() - 2))) {
        return true;
      }
    }
    return false;
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw SqsErrors.invalidParameter(
          "The request must contain non-empty message (user) attribute names.");
    }
    if (name.length() > MAX_NAME_LENGTH) {
      throw SqsErrors.invalidParameter(
          "Message (user) attribute name must be shorter than 256 bytes.");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("aws.") || lower.startsWith("amazon.")) {
      throw SqsErrors.invalidParameter(
          "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings"
              + " are reserved for internal use.");
    }
    boolean valid = name.charAt(0) != '.' && name.charAt(name.length() - 1) != '.';
    for (int i = 0; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      valid =
          Character.isLetterOrDigit(c)
              || c == '_'
              || c == '-'
              || c == '.' && name.charAt(i - 1) != '.';
    }
    if (!valid) {
      throw SqsErrors.invalidParameter(
          "Message (user) attribute name '"
              + name
              + "' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen"
              + " (-), and period (.) characters.");
    }
  }

  private static void checkType(String name, String type) {
    if (type == null || type.isEmpty()) {
      throw SqsErrors.invalidParameter(
          "The message attribute '" + name + "' must contain a non-empty message attribute type.");
    }
    if (type.length() >= MAX_NAME_LENGTH) {
      throw SqsErrors.invalidParameter(
          "Message (user) attribute type must be shorter than 256 bytes.");
    }
    switch (prefix(type)) {
      case "String", "Number", "Binary" -> {}
      default ->
          throw SqsErrors.invalidParameter(
              "The type of message (user) attribute '"
                  + name
                  + "' is invalid. You must use only the following supported type prefixes: Binary,"
                  + " Number, String.");
    }
  }

  private static Attribute value(String name, Attribute sent) {
    String prefix = prefix(sent.dataType());
    if (prefix.equals("Binary")) {
      if (sent.binary() == null || sent.binary().length() == 0) {
        throw emptyValue(name, "Binary");
      }
      return new Attribute(sent.dataType(), null, sent.binary());
    }
    String text = sent.text();
    if (text == null || text.isEmpty()) {
      throw emptyValue(name, "String");
    }
    if (prefix.equals("Number") && !isNumber(text)) {
      throw SqsErrors.invalidParameter(
          "Can't cast the value of message (user) attribute '" + name + "' to a number.");
    }
    if (!Texts.hasOnlyXmlCharacters(text)) {
      throw SqsErrors.invalidParameter(Texts.contentError(text).getMessage());
    }
    return new Attribute(sent.dataType(), text, null);
  }

  private static AwsException emptyValue(String name) {
    return SqsErrors.invalidParameter(
        "The message (user) attribute '"
            + name
            + "' must contain a non-empty message attribute value.");
  }

  private static AwsException emptyValue(String name, String type) {
    return SqsErrors.invalidParameter(
        "Message (user) attribute '"
            + name
            + "' must contain a non-empty value of type '"
            + type
            + "'.");
  }

  private static String prefix(String type) {
    int dot = type.indexOf('.');
    return dot < 0 ? type : type.substring(0, dot);
  }

  private static boolean isNumber(String text) {
    if (text.length() > MAX_NUMBER_LENGTH) {
      return false;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return number.signum() == 0 || Math.abs((long) number.precision() - number.scale()) <= 128;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
