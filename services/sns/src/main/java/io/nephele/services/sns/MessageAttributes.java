package io.nephele.services.sns;

import io.nephele.api.sns.MessageAttributeValue;
import io.nephele.core.json.JsonText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of messages: what they may be, and what filter policies see of them. */
final class MessageAttributes {
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_TYPE = 256;
  private static final int LONGEST_NUMBER = 150;

  private MessageAttributes() {}

  /** The attributes of a request; an error to the caller if they cannot be. */
  static Map<String, Attribute> read(Map<String, MessageAttributeValue> given) {
    if (given == null || given.isEmpty()) {
      return Map.of();
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, MessageAttributeValue> each : given.entrySet()) {
      checkName(each.getKey());
      attributes.put(each.getKey(), attribute(each.getKey(), each.getValue()));
    }
    return attributes;
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw SnsErrors.invalidValue("Length of message attribute name must be greater than zero.");
    }
    if (name.length() > LONGEST_NAME) {
      throw SnsErrors.invalidValue("Length of message attribute name must be less than 256 bytes.");
    }
    boolean good = !name.startsWith(".") && !name.endsWith(".") && !name.contains("..");
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = Names.isCharacter(c) || c == '.';
    }
    if (!good) {
      throw SnsErrors.invalidValue(
          "Invalid non-alphanumeric character was found in the message attribute name. Can only"
              + " include alphanumeric characters, hyphens, underscores, or dots.");
    }
    if (name.regionMatches(true, 0, "aws.", 0, 4) || name.regionMatches(true, 0, "amazon.", 0, 7)) {
      // Names of AWS's own, such as AWS.SNS.SMS.SenderID, are for mobile messages.
      if (!name.startsWith("AWS.SNS.") && !name.startsWith("AWS.MM.")) {
        throw SnsErrors.invalidValue(
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon.' because"
                + " these strings are reserved for internal use.");
      }
    }
  }

  private static Attribute attribute(String name, MessageAttributeValue value) {
    String type = value.dataType();
    if (type == null || type.isEmpty()) {
      throw SnsErrors.invalidValue(
          "The message attribute '" + name + "' must contain a non-empty attribute type.");
    }
    if (type.length() > LONGEST_TYPE) {
      throw SnsErrors.invalidValue("Length of message attribute type must be less than 256 bytes.");
    }
    int dot = type.indexOf('.');
    String base = dot < 0 ? type : type.substring(0, dot);
    String field = base.equals("Binary") ? "Binary" : "String";
    if (!base.equals("String") && !base.equals("Number") && !base.equals("Binary")) {
      throw SnsErrors.invalidValue(
          "The message attribute '"
              + name
              + "' has an invalid message attribute type, the set of supported type prefixes is"
              + " Binary, Number, and String.");
    }
    boolean hasText = value.stringValue() != null && !value.stringValue().isEmpty();
    boolean hasBinary = value.binaryValue() != null && value.binaryValue().length() > 0;
    if (field.equals("Binary") ? hasText : hasBinary) {
      throw SnsErrors.invalidValue(
          "The message attribute '"
              + name
              + "' with type '"
              + type
              + "' must use field '"
              + field
              + "'.");
    }
    if (!hasText && !hasBinary) {
      throw SnsErrors.invalidValue(
          "The message attribute '"
              + name
              + "' must contain non-empty message attribute value for message attribute type '"
              + type
              + "'.");
    }
    if (base.equals("Number") && number(value.stringValue()) == null) {
      throw SnsErrors.invalidValue(
          "Could not cast message attribute '" + name + "' value to number.");
    }
    return new Attribute(type, value.stringValue(), value.binaryValue());
  }

  private static BigDecimal number(String text) {
    try {
      return text.length() > LONGEST_NUMBER ? null : new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** How many bytes of a message attributes are. */
  static int size(Map<String, Attribute> attributes) {
    int size = 0;
    for (Map.Entry<String, Attribute> each : attributes.entrySet()) {
      Attribute attribute = each.getValue();
      size += utf8Length(each.getKey()) + utf8Length(attribute.dataType());
      size += attribute.text() == null ? attribute.binary().length() : utf8Length(attribute.text());
    }
    return size;
  }

  /** The number of bytes of a text in UTF-8. */
  static int utf8Length(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return text.length();
  }

  /** What filter policies see, or null if an array is none. */
  static Map<String, Object> document(Map<String, Attribute> attributes) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (Map.Entry<String, Attribute> each : attributes.entrySet()) {
      Attribute attribute = each.getValue();
      if (attribute.text() == null) {
        continue; // filter policies do not see binary values
      }
      if (attribute.dataType().equals(Attribute.ARRAY)) {
        List<Object> values = array(attribute.text());
        if (values == null) {
          return null;
        }
        document.put(each.getKey(), values);
      } else if (attribute.baseType().equals("Number")) {
        document.put(each.getKey(), number(attribute.text()));
      } else {
        document.put(each.getKey(), attribute.text());
      }
    }
    return document;
  }

  private static List<Object> array(String json) {
    if (!(parse(json) instanceof List<?> list)) {
      return null;
    }
    List<Object> values = new ArrayList<>(list.size());
    for (Object value : list) {
      if (value instanceof List<?> || value instanceof Map<?, ?>) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /** JSON, or {@link JsonText#MALFORMED}, also where a number is larger than any can be. */
  static Object parse(String json) {
    try {
      return JsonText.parse(json);
    } catch (NumberFormatException | ArithmeticException e) {
      return JsonText.MALFORMED;
    }
  }
}
