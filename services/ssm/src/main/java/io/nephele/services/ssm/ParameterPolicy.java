package io.nephele.services.ssm;

import io.nephele.api.ssm.IncompatiblePolicyException;
import io.nephele.api.ssm.InvalidPolicyAttributeException;
import io.nephele.api.ssm.InvalidPolicyTypeException;
import io.nephele.api.ssm.PoliciesLimitExceededException;
import io.nephele.core.json.JsonText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A policy of a parameter.
 *
 * @param type one of the three below
 * @param text the policy as JSON
 * @param due when it is to be applied
 */
record ParameterPolicy(String type, String text, Instant due) {
  static final String EXPIRATION = "Expiration";
  static final String EXPIRATION_NOTIFICATION = "ExpirationNotification";
  static final String NO_CHANGE_NOTIFICATION = "NoChangeNotification";

  private static final int MAX = 10;
  private static final int MAX_DIGITS = 6;

  /** Whether a text of policies says that there are none. */
  static boolean isNone(String policies) {
    return policies == null
        || JsonText.parse(policies) instanceof List<?> list
            && (list.isEmpty() || list.size() == 1 && Map.of().equals(list.getFirst()));
  }

  /**
   * The policies of a text, in its order; an error to the caller if they cannot be.
   *
   * @param modified when the version that has them was made
   */
  static List<ParameterPolicy> parse(String policies, Instant modified) {
    if (isNone(policies)) {
      return List.of();
    }
    if (!(JsonText.parse(policies) instanceof List<?> list)) {
      throw SsmErrors.validation("Invalid policies input: " + policies + ".");
    }
    if (list.size() > MAX) {
      throw new PoliciesLimitExceededException(
          "You specified more than the maximum number of allowed policies for the parameter. The"
              + " maximum is 10.");
    }
    Instant expiry = expiry(list);
    List<ParameterPolicy> found = new ArrayList<>();
    for (Object each : list) {
      Map<?, ?> policy = (Map<?, ?>) each;
      String type = (String) policy.get("Type");
      Instant due =
          switch (type) {
            case EXPIRATION -> expiry;
            case EXPIRATION_NOTIFICATION -> {
              if (expiry == null) {
                throw new IncompatiblePolicyException(
                    "An ExpirationNotification policy needs an Expiration policy.");
              }
              yield expiry.minus(period(policy, "Before"));
            }
            default -> modified.plus(period(policy, "After"));
          };
      found.add(new ParameterPolicy(type, JsonText.write(policy), due));
    }
    return found;
  }

  /** When the one that lets its parameter expire does so, or null; the types are checked. */
  private static Instant expiry(List<?> list) {
    Instant expiry = null;
    for (Object each : list) {
      Object type = each instanceof Map<?, ?> policy ? policy.get("Type") : null;
      if (EXPIRATION.equals(type)) {
        if (expiry != null) {
          throw new IncompatiblePolicyException(
              "There is a conflict in the policies specified for this parameter. You can't, for"
                  + " example, specify two Expiration policies for a parameter.");
        }
        expiry = timestamp((Map<?, ?>) each);
      } else if (!EXPIRATION_NOTIFICATION.equals(type) && !NO_CHANGE_NOTIFICATION.equals(type)) {
        throw new InvalidPolicyTypeException(
            "The policy type isn't supported. Parameter Store supports the following policy types:"
                + " Expiration, ExpirationNotification, and NoChangeNotification.");
      }
    }
    return expiry;
  }

  private static String attribute(Map<?, ?> policy, String name) {
    Object value =
        policy.get("Attributes") instanceof Map<?, ?> attributes ? attributes.get(name) : null;
    if (!"1.0".equals(policy.get("Version")) || !(value instanceof String text)) {
      throw new InvalidPolicyAttributeException(
          "A policy attribute or its value is invalid: a policy of the type "
              + policy.get("Type")
              + " has the Version 1.0 and the attribute "
              + name
              + ", a string.");
    }
    return text;
  }

  private static Instant timestamp(Map<?, ?> policy) {
    try {
      return OffsetDateTime.parse(attribute(policy, "Timestamp")).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidPolicyAttributeException("The Timestamp is not in the ISO 8601 format.");
    }
  }

  private static Duration period(Map<?, ?> policy, String name) {
    String digits = attribute(policy, name);
    if (digits.isEmpty()
        || digits.length() > MAX_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new InvalidPolicyAttributeException(
          "The attribute " + name + " of a policy is a whole number.");
    }
    return switch (attribute(policy, "Unit")) {
      case "Days" -> Duration.ofDays(Long.parseLong(digits));
      case "Hours" -> Duration.ofHours(Long.parseLong(digits));
      default -> throw new InvalidPolicyAttributeException("A Unit is Days or Hours.");
    };
  }
}
