package io.nephele.services.ssm;

import io.nephele.api.ssm.HierarchyLevelLimitExceededException;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import java.util.Locale;

/**
 * Names of parameters, and how requests choose a version of one.
 *
 * @param name the name, without account and selector
 * @param accountId the owner
 * @param selector a version or label with the colon before it, or null
 * @param byArn whether the request gave an ARN, which does not tell whether the name begins with a
 *     slash
 */
record ParameterName(String name, String accountId, String region, String selector, boolean byArn) {
  private static final int MAX_LEVELS = 15;
  private static final int MAX_LENGTH = 1011;
  private static final String RESOURCE = "parameter";

  /** What a request names; nothing is looked up. */
  static ParameterName parse(String given, Call call) {
    String text = given.strip();
    if (!Arn.isArn(text)) {
      return select(text, call.accountId(), call.region().name(), false);
    }
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("ssm") || !arn.resource().startsWith(RESOURCE + "/")) {
      throw SsmErrors.validation("Invalid parameter ARN: " + text);
    }
    // Who may read parameters of other accounts is the authoriser's to say.
    if (!arn.region().equals(call.region().name())) {
      throw SsmErrors.notFound();
    }
    return select(arn.resource().substring(RESOURCE.length()), arn.account(), arn.region(), true);
  }

  private static ParameterName select(String text, String accountId, String region, boolean byArn) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new ParameterName(text, accountId, region, null, byArn)
        : new ParameterName(
            text.substring(0, colon), accountId, region, text.substring(colon), byArn);
  }

  /** Where a parameter is: names with and without a slash at the beginning are the same there. */
  Key place() {
    return place(accountId, region, name);
  }

  static Key place(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(path(name));
  }

  /** The name with a slash at the beginning. */
  static String path(String name) {
    return name.startsWith("/") ? name : "/" + name;
  }

  static String arn(String partition, String region, String accountId, String name) {
    return "arn:" + partition + ":ssm:" + region + ":" + accountId + ":parameter" + path(name);
  }

  /** An error to the caller unless a parameter may be made by that name. */
  static void requireNew(String name, Call call) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("/aws")) {
      throw AwsException.client(
          "AccessDeniedException", 400, "No access to reserved parameter name: " + name + ".");
    }
    boolean isPath = name.indexOf('/') >= 0;
    if (lower.startsWith("aws") || lower.startsWith("ssm") || lower.startsWith("/ssm")) {
      throw badName(isPath ? "\"ssm\"" : "\"aws\" or \"ssm\"");
    }
    if (isPath && !name.startsWith("/")) {
      throw SsmErrors.validation("Parameter name must be a fully qualified name.");
    }
    if (!isWellFormed(name)) {
      throw badName("\"ssm\"");
    }
    if (levels(name) > MAX_LEVELS) {
      throw new HierarchyLevelLimitExceededException(
          "A parameter hierarchy can have a maximum of " + MAX_LEVELS + " levels.");
    }
    if (arn(call.partition(), call.region().name(), call.accountId(), name).length() > MAX_LENGTH) {
      throw SsmErrors.validation(
          "The parameter name, with the ARN before it, can have at most "
              + MAX_LENGTH
              + " characters.");
    }
  }

  private static AwsException badName(String prefixes) {
    return SsmErrors.validation(
        "Parameter name: can't be prefixed with "
            + prefixes
            + " (case-insensitive). If formed as a path, it can consist of sub-paths divided by"
            + " slash symbol; each sub-path can be formed as a mix of letters, numbers and the"
            + " following 3 symbols .-_");
  }

  private static int levels(String name) {
    int levels = 0;
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '/') {
        levels++;
      }
    }
    return levels;
  }

  /** Whether a name is of letters, digits, .-_ and slashes, none of them beside another. */
  static boolean isWellFormed(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/' ? i + 1 == name.length() || name.charAt(i + 1) == '/' : !isPlain(c)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Whether a text is the path of a hierarchy: a slash, or a name that begins with one. */
  static boolean isFolder(String path) {
    boolean ends = path.length() > 1 && path.endsWith("/");
    return path.equals("/")
        || path.startsWith("/") && isWellFormed(ends ? path.substring(0, path.length() - 1) : path);
  }

  static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '.'
        || c == '-';
  }
}
