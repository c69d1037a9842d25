package io.nephele.services.lambda.state;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;

/**
 * A function, or a version or alias of it, as a request names it.
 *
 * @param qualifier a version or alias, or null
 */
public record FunctionRef(
    String partition, String region, String accountId, String name, String qualifier) {
  /** The version that can be changed. */
  public static final String LATEST = "$LATEST";

  private static final String FUNCTION = "function:";

  /**
   * What a request names.
   *
   * @param text a name, part of an ARN or an ARN, each with or without a qualifier
   * @param qualifier the request's qualifier, or null
   */
  public static FunctionRef parse(String text, String qualifier, Call call) {
    FunctionRef named = parse(text, call);
    if (qualifier == null || qualifier.isEmpty() || qualifier.equals(named.qualifier)) {
      return named;
    }
    if (named.qualifier != null) {
      throw LambdaErrors.invalid(
          "The derived qualifier from the function name does not match the specified qualifier.");
    }
    return named.with(qualifier);
  }

  private static FunctionRef parse(String text, Call call) {
    String region = call.region().name();
    String account = call.accountId();
    String rest = text;
    Arn arn = Arn.parse(text);
    if (arn != null) {
      region = arn.region();
      account = arn.account();
      rest = arn.resource();
    } else {
      int at = text.indexOf(':' + FUNCTION);
      if (at >= 0) {
        String before = text.substring(0, at);
        account = before.substring(before.lastIndexOf(':') + 1);
        rest = text.substring(at + 1);
      }
    }
    if (rest.startsWith(FUNCTION)) {
      rest = rest.substring(FUNCTION.length());
    }
    int colon = rest.indexOf(':');
    String name = colon < 0 ? rest : rest.substring(0, colon);
    String own = colon < 0 ? null : rest.substring(colon + 1);
    if (!region.equals(call.region().name())) {
      throw LambdaErrors.notFound(
          "Functions from '"
              + region
              + "' are not reachable in this region ('"
              + call.region().name()
              + "')");
    }
    return new FunctionRef(call.partition(), region, account, name, own);
  }

  /** The function that an ARN names, or null if it names none. */
  public static FunctionRef ofArn(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("lambda") || !arn.resource().startsWith(FUNCTION)) {
      return null;
    }
    String rest = arn.resource().substring(FUNCTION.length());
    int colon = rest.indexOf(':');
    return new FunctionRef(
        arn.partition(),
        arn.region(),
        arn.account(),
        colon < 0 ? rest : rest.substring(0, colon),
        colon < 0 ? null : rest.substring(colon + 1));
  }

  /** The function in that account and region. */
  public static FunctionRef of(String accountId, String region, String name) {
    return new FunctionRef(Regions.find(region).partition().id(), region, accountId, name, null);
  }

  /** This function with another qualifier, or null. */
  public FunctionRef with(String otherQualifier) {
    return new FunctionRef(partition, region, accountId, name, otherQualifier);
  }

  /** The ARN without the qualifier. */
  public String unqualifiedArn() {
    return "arn:" + partition + ":lambda:" + region + ':' + accountId + ":function:" + name;
  }

  /** The ARN with the qualifier, if there is one. */
  public String arn() {
    return qualifier == null ? unqualifiedArn() : unqualifiedArn() + ':' + qualifier;
  }

  /** The ARN of a version or alias. */
  public String arn(String versionOrAlias) {
    return unqualifiedArn() + ':' + versionOrAlias;
  }

  /** Whether the qualifier, if any, names the version that can be changed. */
  public boolean isLatest() {
    return qualifier == null || qualifier.equals(LATEST);
  }

  /** Whether the qualifier is an alias. */
  public boolean isAlias() {
    return !isLatest() && !isNumber(qualifier);
  }

  /** Whether a qualifier is the number of a version. */
  public static boolean isNumber(String qualifier) {
    return qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Where rows of the function are. */
  public Key place() {
    return Key.of(accountId).with(region).with(name);
  }

  /** The parts with which keys of the function's account and region begin. */
  public Key owner() {
    return Key.of(accountId).with(region);
  }
}
