package io.nephele.identity.action;

import io.nephele.core.call.Call;

/** What S3's operations do has another prefix on the access points of S3 Object Lambda. */
final class ObjectLambdaActions {
  private static final String S3 = "s3:";
  private static final String OBJECT_LAMBDA = "s3-object-lambda:";

  private ObjectLambdaActions() {}

  /** The action on a resource: that of S3 Object Lambda where the resource is one of its own. */
  static String of(String action, String arn, Call call) {
    boolean other =
        action.startsWith(S3)
            && call.operation().service().name().equals("s3")
            && arn.startsWith("arn:")
            && arn.startsWith(OBJECT_LAMBDA, arn.indexOf(':', 4) + 1);
    return other ? OBJECT_LAMBDA + action.substring(S3.length()) : action;
  }
}
