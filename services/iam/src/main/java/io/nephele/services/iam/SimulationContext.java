package io.nephele.services.iam;

import io.nephele.api.iam.ContextEntry;
import io.nephele.policy.ConditionKeys;
import io.nephele.policy.ConditionValues;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The condition keys of a simulation: those that the request gives, over those of the caller. */
final class SimulationContext implements ConditionKeys {
  private static final int LONGEST_NUMBER = 400;

  private final Map<String, List<String>> values;
  private final ConditionKeys ofCaller;

  private SimulationContext(Map<String, List<String>> values, ConditionKeys ofCaller) {
    this.values = values;
    this.ofCaller = ofCaller;
  }

  /** The keys of a request; an error to the caller if values are not of their types. */
  static SimulationContext of(List<ContextEntry> entries, ConditionKeys ofCaller) {
    Map<String, List<String>> values = new HashMap<>();
    if (entries != null) {
      for (ContextEntry entry : entries) {
        add(entry, values);
      }
    }
    return new SimulationContext(values, ofCaller);
  }

  private static void add(ContextEntry entry, Map<String, List<String>> to) {
    String name = entry.contextKeyName();
    String type = entry.contextKeyType();
    List<String> given = entry.contextKeyValues();
    if (name == null && type == null && given == null) {
      return;
    }
    if (name == null || name.isEmpty()) {
      throw IamErrors.invalidInput("ContextKeyName cannot be null or empty.");
    }
    if (type == null) {
      throw IamErrors.invalidInput("Context key " + name + " has invalid type null.");
    }
    if (given == null || given.isEmpty()) {
      throw IamErrors.invalidInput(
          "Context values for context key " + name + " cannot be null or empty.");
    }
    boolean list = type.endsWith("List");
    if (!list && given.size() > 1) {
      throw IamErrors.invalidInput(
          "Context key " + type + " expected a single value, but received " + given.size() + ".");
    }
    String kind = list ? type.substring(0, type.length() - "List".length()) : type;
    for (String value : given) {
      checkValue(name, kind, value);
    }
    if (to.put(name.toLowerCase(Locale.ROOT), List.copyOf(given)) != null) {
      throw IamErrors.invalidInput("Duplicate context key: " + name + ".");
    }
  }

  private static void checkValue(String name, String kind, String value) {
    String expected =
        switch (kind) {
          case "numeric" -> isNumber(value) ? null : "numeric format";
          case "date" -> ConditionValues.isDate(value) ? null : "DateTime format";
          case "ip" -> ConditionValues.isIpAddress(value) ? null : "IP address";
          case "binary" -> isBase64(value) ? null : "base-64 encoded binary format";
          default -> null;
        };
    if (expected != null) {
      throw IamErrors.invalidInput(
          "Invalid context value for key " + name + ": expected " + expected + ".");
    }
  }

  private static boolean isNumber(String value) {
    if (value.length() > LONGEST_NUMBER) {
      return false;
    }
    try {
      BigDecimal number = new BigDecimal(value);
      return number.precision() > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isBase64(String value) {
    try {
      byte[] unused = Base64.getDecoder().decode(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public List<String> values(String lowerCaseName) {
    List<String> given = values.get(lowerCaseName);
    return given == null ? ofCaller.values(lowerCaseName) : given;
  }
}
