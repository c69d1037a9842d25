package io.nephele.policy;

import java.util.Map;
import java.util.Set;

/**
 * IAM runs identity policies through an older parser as well, which is stricter in a few points:
 * the case of Effect, dates, and the account of ARNs.
 */
final class LegacyParsing {
  static final Set<String> PARTITIONS =
      Set.of(
          "aws",
          "aws-cn",
          "aws-us-gov",
          "aws-iso",
          "aws-iso-b",
          "aws-iso-e",
          "aws-iso-f",
          "aws-eusc");

  private LegacyParsing() {}

  static boolean accepts(Map<String, Object> statement) {
    Object effect = statement.get("Effect");
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      return false;
    }
    for (String resource : Grammar.values(statement, "Resource", "NotResource")) {
      if (!acceptsResource(resource)) {
        return false;
      }
    }
    return !(statement.get("Condition") instanceof Map<?, ?> condition) || acceptsDates(condition);
  }

  private static boolean acceptsDates(Map<?, ?> condition) {
    for (Map.Entry<?, ?> entry : condition.entrySet()) {
      OperatorName name = OperatorName.parse((String) entry.getKey());
      if (name != null && name.operator().isDate()) {
        for (Object values : ((Map<?, ?>) entry.getValue()).values()) {
          for (String value : PolicyJson.texts(values)) {
            if (PolicyDate.parse(value) == null) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  private static boolean acceptsResource(String resource) {
    if (!resource.startsWith("arn:")) {
      return true;
    }
    String[] parts = ArnPattern.split(resource, true);
    boolean vendorMissing = parts[3] != null && parts[2].isEmpty();
    if (vendorMissing) {
      return false;
    }
    boolean knownPartition = PARTITIONS.contains(parts[1]) || parts[1].equals("*");
    return !knownPartition || parts[4] == null || isAccount(parts[4], parts[5] == null);
  }

  // A resource with one colon too few has its name where the account should be.
  private static boolean isAccount(String text, boolean last) {
    if (text.contains("${") || text.contains("*") || text.contains("?")) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
      if (!digit && (last || !letter)) {
        return false;
      }
    }
    return true;
  }
}
