package io.nephele.policy;

import java.util.List;

/** The form of a Resource value in an identity policy, with IAM's messages. */
final class ResourceFormat {
  private static final List<String> IAM_PATHS =
      List.of(
          "user/",
          "federated-user/",
          "role/",
          "group/",
          "instance-profile/",
          "mfa/",
          "server-certificate/",
          "policy/",
          "sms-mfa/",
          "saml-provider/",
          "oidc-provider/",
          "report/",
          "access-report/");

  private ResourceFormat() {}

  static void check(String resource) {
    if (resource.equals("*")) {
      return;
    }
    String[] parts = ArnPattern.split(resource, true);
    if (parts[1] == null) {
      throw new MalformedPolicyException(
          "Resource " + resource + " must be in ARN format or \"*\".");
    }
    if (!LegacyParsing.PARTITIONS.contains(parts[1]) && !parts[1].equals("*")) {
      throw new MalformedPolicyException(
          "Partition \"%s\" is not valid for resource \"arn:%s:%s:%s:%s:%s\"."
              .formatted(
                  parts[1],
                  parts[1],
                  orStar(parts[2]),
                  orStar(parts[3]),
                  orStar(parts[4]),
                  orStar(parts[5])));
    }
    if (parts[2] == null || parts[2].contains("*") || parts[2].contains("?")) {
      throw new MalformedPolicyException(
          "Resource vendor must be fully qualified and cannot contain regexes.");
    }
    checkService(resource, parts);
  }

  private static void checkService(String resource, String[] parts) {
    boolean region = parts[3] != null && !parts[3].isEmpty() && !parts[3].equals("*");
    // Access points of S3 do have a region, and an account with it.
    boolean bucket = parts[4] != null && parts[4].isEmpty();
    if (region && (parts[2].equals("iam") || (parts[2].equals("s3") && bucket))) {
      throw new MalformedPolicyException(
          parts[2].equals("iam")
              ? "IAM resource " + resource + " cannot contain region information."
              : "Resource " + resource + " can not contain region information.");
    }
    if (parts[2].equals("iam") && parts[5] != null && !isIamPath(parts[5])) {
      throw new MalformedPolicyException(
          "IAM resource path must either be \"*\" or start with "
              + String.join(", ", IAM_PATHS)
              + ".");
    }
  }

  private static boolean isIamPath(String path) {
    int wildcard = wildcardAt(path);
    for (String start : IAM_PATHS) {
      // A wildcard may stand for what is left of the resource type.
      if (path.startsWith(start)
          || (wildcard >= 0 && start.startsWith(path.substring(0, wildcard)))) {
        return true;
      }
    }
    // AWS's own managed policies name the root user, although the message does not list it.
    return path.equals("root") || path.startsWith("${");
  }

  private static int wildcardAt(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '*' || path.charAt(i) == '?') {
        return i;
      }
    }
    return -1;
  }

  private static String orStar(String part) {
    return part == null ? "*" : part;
  }
}
