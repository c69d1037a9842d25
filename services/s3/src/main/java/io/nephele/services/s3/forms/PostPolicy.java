package io.nephele.services.s3.forms;

import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The policy that comes with a form: until when, and with which fields it may upload.
 *
 * @param expiration until when
 * @param conditions what has to hold of fields
 * @param fewest bytes of the file
 * @param most bytes of the file
 */
record PostPolicy(Instant expiration, List<Condition> conditions, long fewest, long most) {
  private static final Set<String> FREE_FIELDS =
      Set.of("x-amz-signature", "file", "policy", "awsaccesskeyid", "signature");
  private static final String FREE_PREFIX = "x-ignore-";
  private static final String RANGE = "content-length-range";

  /**
   * What has to hold of one field.
   *
   * @param field in lower case, without the dollar sign
   * @param shown as errors show it
   */
  record Condition(boolean startsWith, String field, String value, String shown) {
    private boolean holds(String given) {
      if (!startsWith) {
        return value.equals(given);
      }
      if (!field.equals("content-type")) {
        return given != null ? given.startsWith(value) : value.isEmpty();
      }
      // A list of types, each of which has to begin so.
      for (String type : given == null ? new String[] {""} : given.split(",", -1)) {
        if (!type.strip().startsWith(value)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Reads a policy: JSON in base64. */
  static PostPolicy parse(String base64) {
    Object document;
    try {
      document =
          JsonText.parse(
              new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw FormErrors.invalidPolicy("Invalid Base64 encoding.");
    }
    if (!(document instanceof Map<?, ?> policy)) {
      throw FormErrors.invalidPolicy("Invalid JSON.");
    }
    for (Object name : policy.keySet()) {
      if (!name.equals("expiration") && !name.equals("conditions")) {
        throw FormErrors.invalidPolicy("Unexpected: '" + name + "'.");
      }
    }
    if (!(policy.get("expiration") instanceof String expiration)) {
      throw FormErrors.invalidPolicy("Policy missing expiration.");
    }
    if (!(policy.get("conditions") instanceof List<?> given)) {
      throw FormErrors.invalidPolicy("Policy missing conditions.");
    }
    List<Condition> conditions = new ArrayList<>();
    long fewest = 0;
    long most = Long.MAX_VALUE;
    for (Object condition : given) {
      if (condition instanceof List<?> list && isRange(list)) {
        fewest = Math.max(fewest, number(list.get(1)));
        most = Math.min(most, number(list.get(2)));
      } else if (condition instanceof List<?> list) {
        conditions.add(ofList(list));
      } else if (condition instanceof Map<?, ?> map) {
        addAll(map, conditions);
      } else {
        throw FormErrors.invalidPolicy("Invalid condition.");
      }
    }
    return new PostPolicy(time(expiration), List.copyOf(conditions), fewest, most);
  }

  private static Instant time(String expiration) {
    try {
      return Instant.parse(expiration);
    } catch (DateTimeParseException e) {
      throw FormErrors.invalidPolicy("Invalid 'expiration' value: '" + expiration + "'");
    }
  }

  private static boolean isRange(List<?> list) {
    return !list.isEmpty()
        && list.getFirst() instanceof String kind
        && kind.equalsIgnoreCase(RANGE)
        && list.size() == 3;
  }

  private static long number(Object value) {
    try {
      long number = Long.parseLong(value.toString());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw FormErrors.invalidPolicy("Invalid content-length-range value: '" + value + "'");
  }

  private static Condition ofList(List<?> list) {
    if (list.size() != 3
        || !(list.get(0) instanceof String kind)
        || !(list.get(1) instanceof String field)
        || !(list.get(2) instanceof String value)) {
      throw FormErrors.invalidPolicy("Invalid condition.");
    }
    String operator = kind.toLowerCase(Locale.ROOT);
    if (!operator.equals("eq") && !operator.equals("starts-with")) {
      throw FormErrors.invalidPolicy("Invalid Operation Type: '" + kind + "'.");
    }
    if (!field.startsWith("$")) {
      throw FormErrors.invalidPolicy("Invalid condition.");
    }
    return condition(operator, field.substring(1), value);
  }

  private static void addAll(Map<?, ?> map, List<Condition> conditions) {
    if (map.size() != 1) {
      throw FormErrors.invalidPolicy(
          "Invalid Simple-Condition: Simple-Conditions must have exactly"
              + " one property specified.");
    }
    map.forEach(
        (name, value) -> {
          if (!(value instanceof String text)) {
            throw FormErrors.invalidPolicy("Invalid Simple-Condition: value must be a string.");
          }
          conditions.add(condition("eq", (String) name, text));
        });
  }

  private static Condition condition(String operator, String field, String value) {
    return new Condition(
        operator.equals("starts-with"),
        field.toLowerCase(Locale.ROOT),
        value,
        JsonText.write(List.of(operator, "$" + field, value)).replace("\",\"", "\", \""));
  }

  /**
   * Throws what S3 answers where a form does not do as its policy says.
   *
   * @param fields by name in lower case, with the bucket
   * @param now the time that the policy's expiration is compared with
   */
  void check(Map<String, String> fields, Instant now) {
    if (!now.isBefore(expiration)) {
      throw FormErrors.denied("Policy expired.");
    }
    Set<String> covered = new HashSet<>();
    for (Condition condition : conditions) {
      covered.add(condition.field);
      if (!condition.holds(fields.get(condition.field))) {
        throw FormErrors.denied("Policy Condition failed: " + condition.shown);
      }
    }
    List<String> extra = new ArrayList<>();
    for (String field : fields.keySet()) {
      boolean free =
          FREE_FIELDS.contains(field) || field.startsWith(FREE_PREFIX) || field.equals("bucket");
      if (!free && !covered.contains(field)) {
        extra.add(field);
      }
    }
    if (!extra.isEmpty()) {
      throw FormErrors.denied("Extra input fields: " + String.join(", ", extra));
    }
  }

  /** Throws what S3 answers where a file has more bytes than it may. */
  void checkMost(long size) {
    if (size > most) {
      throw S3Errors.entityTooLarge(size, most);
    }
  }

  /** Throws what S3 answers where a file has fewer bytes than it must. */
  void checkFewest(long size) {
    if (size < fewest) {
      throw AwsException.client(
              "EntityTooSmall",
              400,
              "Your proposed upload is smaller than the minimum allowed size")
          .with("ProposedSize", size)
          .with("MinSizeAllowed", fewest);
    }
  }
}
