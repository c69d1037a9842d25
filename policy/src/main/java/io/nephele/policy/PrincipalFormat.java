package io.nephele.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The form of a Principal. Whether the users and roles that it names exist is for the caller to
 * check, who knows them.
 */
final class PrincipalFormat {
  private static final String INVALID = "Invalid principal in policy";
  private static final Set<String> TYPES = Set.of("AWS", "Service", "Federated", "CanonicalUser");

  private PrincipalFormat() {}

  /** Checks a Principal of a resource policy. */
  static void check(Object json) {
    if ("*".equals(json)) {
      return;
    }
    if (!(json instanceof Map<?, ?> map)) {
      throw new MalformedPolicyException(INVALID);
    }
    if (map.isEmpty()) {
      throw new MalformedPolicyException("Missing required field Principal cannot be empty!");
    }
    checkTypes(map, TYPES);
  }

  /** Checks types and names; the message tells which one is wrong. */
  static void checkTypes(Map<?, ?> map, Set<String> types) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String type = (String) entry.getKey();
      boolean texts = PolicyJson.isTexts(entry.getValue());
      if (!types.contains(type) || !texts || PolicyJson.texts(entry.getValue()).isEmpty()) {
        throw new MalformedPolicyException(INVALID + ": \"" + type + "\"");
      }
      for (String name : PolicyJson.texts(entry.getValue())) {
        if (!isPrincipal(type, name)) {
          // AWS writes the types of principals it does not find in capital letters.
          String capitals = type.toUpperCase(Locale.ROOT);
          throw new MalformedPolicyException(INVALID + ": \"" + capitals + "\":\"" + name + "\"");
        }
      }
    }
  }

  private static boolean isPrincipal(String type, String name) {
    return switch (type) {
      case "AWS" -> isAwsPrincipal(name);
      case "Service" -> name.equals("*") || isHostName(name);
      default -> !name.isEmpty();
    };
  }

  /** Services are named by host names, such as {@code sns.amazonaws.com}. */
  private static boolean isHostName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
        return false;
      }
    }
    return name.indexOf('.') > 0 && !name.endsWith(".");
  }

  /** An account, a unique id, a star, or the ARN of a root user, user, role or session. */
  private static boolean isAwsPrincipal(String name) {
    if (name.equals("*") || isAccount(name)) {
      return true;
    }
    if (!name.startsWith("arn:")) {
      return isUniqueId(name);
    }
    String[] parts = ArnPattern.split(name, false);
    if (parts[5] == null || !parts[3].isEmpty() || name.contains("*") || name.contains("?")) {
      return false;
    }
    String path = parts[5];
    boolean iam =
        parts[2].equals("iam")
            && (path.equals("root") || path.startsWith("user/") || path.startsWith("role/"));
    boolean sts =
        parts[2].equals("sts")
            && (path.startsWith("assumed-role/") || path.startsWith("federated-user/"));
    // CloudFront's origin access identities are users of an account named cloudfront.
    return (iam || sts) && (isAccount(parts[4]) || parts[4].equals("cloudfront"));
  }

  static boolean isAccount(String text) {
    if (text.length() != 12) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  // AIDA..., AROA...: what IAM leaves of a principal that was deleted.
  private static boolean isUniqueId(String text) {
    if (text.length() < 16 || text.length() > 128 || !text.startsWith("A")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }
}
