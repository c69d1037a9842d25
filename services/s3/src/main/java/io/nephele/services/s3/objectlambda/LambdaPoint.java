package io.nephele.services.s3.objectlambda;

import io.nephele.core.store.Key;
import java.util.List;

/**
 * An Object Lambda access point: what is got through it is what functions make of the objects of
 * another access point.
 *
 * @param supporting the ARN of the access point that has the objects
 * @param allowedFeatures what functions know how to handle, such as {@code GetObject-Range}
 * @param createdAt in milliseconds since 1970
 * @param alias a name that can stand in place of a bucket's
 */
public record LambdaPoint(
    String accountId,
    String region,
    String name,
    String alias,
    long createdAt,
    String supporting,
    List<String> allowedFeatures,
    List<Transformation> transformations) {

  /**
   * What a function does.
   *
   * @param actions the operations whose answers it makes
   * @param payload what it is told each time, or null
   */
  public record Transformation(List<String> actions, String functionArn, String payload) {}

  /** The ARN. */
  public String arn(String partition) {
    return "arn:"
        + partition
        + ":s3-object-lambda:"
        + region
        + ":"
        + accountId
        + ":accesspoint/"
        + name;
  }

  /** The key of its row and that of its policy. */
  Key key() {
    return Key.of(accountId).with(region).with(name);
  }

  /** What makes the answers of an operation, or null if S3 does. */
  Transformation transformation(String operation) {
    for (Transformation each : transformations) {
      if (each.actions().contains(operation)) {
        return each;
      }
    }
    return null;
  }

  LambdaPoint configured(LambdaPoint other) {
    return new LambdaPoint(
        accountId,
        region,
        name,
        alias,
        createdAt,
        other.supporting,
        other.allowedFeatures,
        other.transformations);
  }
}
