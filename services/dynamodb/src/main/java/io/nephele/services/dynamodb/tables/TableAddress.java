package io.nephele.services.dynamodb.tables;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;

/**
 * Where a table is, whether it is there or not.
 *
 * @param partition for example {@code aws}
 */
public record TableAddress(String partition, String accountId, String region, String name) {
  private static final int MIN_NAME = 3;
  private static final int MAX_NAME = 255;

  /**
   * The address that a request's table name or ARN says.
   *
   * @throws io.nephele.model.AwsException if it is neither
   */
  public static TableAddress of(String nameOrArn, Call call) {
    if (nameOrArn.startsWith("arn:")) {
      TableAddress address = ofArn(nameOrArn);
      if (address == null || !address.region().equals(call.region().name())) {
        throw DynamoErrors.validation("Invalid TableArn: " + nameOrArn);
      }
      return address;
    }
    checkName(nameOrArn);
    return new TableAddress(call.partition(), call.accountId(), call.region().name(), nameOrArn);
  }

  /** The address of the table whose ARN this is, or that of something in it; null if it is none. */
  public static TableAddress ofArn(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null
        || !arn.service().equals("dynamodb")
        || !arn.resource().startsWith("table/")
        || arn.region().isEmpty()
        || arn.account().isEmpty()) {
      return null;
    }
    int start = "table/".length();
    int end = arn.resource().indexOf('/', start);
    String name = arn.resource().substring(start, end < 0 ? arn.resource().length() : end);
    return isName(name)
        ? new TableAddress(arn.partition(), arn.account(), arn.region(), name)
        : null;
  }

  /** Fails unless a text can be the name of a table. */
  public static void checkName(String name) {
    if (name.length() > MAX_NAME) {
      throw broken(name, "Member must have length less than or equal to " + MAX_NAME);
    }
    if (!hasOnlyAllowed(name)) {
      throw broken(name, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }
    if (!isName(name)) {
      throw DynamoErrors.validation(
          "Invalid table/index name.  Table/index names must be between 3 and 255 characters long,"
              + " and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'");
    }
  }

  private static RuntimeException broken(String name, String constraint) {
    return DynamoErrors.validation(
        "1 validation error detected: Value '"
            + name
            + "' at 'tableName' failed to satisfy constraint: "
            + constraint);
  }

  private static boolean isName(String name) {
    return name.length() >= MIN_NAME && name.length() <= MAX_NAME && hasOnlyAllowed(name);
  }

  private static boolean hasOnlyAllowed(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '_'
              || c == '-'
              || c == '.';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /** The ARN. */
  public String arn() {
    return "arn:" + partition + ":dynamodb:" + region + ':' + accountId + ":table/" + name;
  }

  /** The key under which what belongs to the name is stored. */
  public Key key() {
    return Key.of(accountId).with(region).with(name);
  }
}
