package io.nephele.services.s3.access;

import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.objectlambda.LambdaPoint;
import io.nephele.services.s3.objectlambda.LambdaPointPolicy;
import io.nephele.services.s3.objectlambda.LambdaPointTable;
import java.util.List;
import java.util.Set;

/**
 * Access to Object Lambda access points. What they ask of the access points behind them in the name
 * of their callers is decided on there.
 */
final class LambdaPointAccess {
  /** What can be asked of Object Lambda access points. */
  private static final Set<String> COMPATIBLE =
      Set.of(
          "GetObject", "HeadObject", "ListObjects", "ListObjectsV2", "PutObject", "DeleteObject");

  private final S3World s3;

  LambdaPointAccess(S3World s3) {
    this.s3 = s3;
  }

  /** The access point that stands in place of a bucket's name, or null. */
  LambdaPoint named(String name, Call call) {
    return LambdaPointTable.isPossible(name)
        ? s3.read(
            reader -> s3.lambdaPoints().named(reader, call.partition(), name, call.region().name()))
        : null; // as of nearly all requests
  }

  /** Whether anything is in the way of asking it for what the call is; null if not. */
  AwsException refusal(Call call) {
    return COMPATIBLE.contains(call.operation().name())
        ? null
        : S3Errors.methodNotAllowed(call.operation().name(), "OBJECT_LAMBDA_ACCESS_POINT");
  }

  /** What is decided on where a request names one in place of a bucket; null if it does not. */
  List<String> arns(Call call, Struct request) {
    Member member = call.operation().input().member("Bucket");
    LambdaPoint point =
        member != null && request.get(member) instanceof String name ? named(name, call) : null;
    return point == null ? null : List.of(point.arn(call.partition()));
  }

  /** The policy of the access point of an ARN; null if it is none. */
  ResourcePolicy policy(Arn arn, String text) {
    return arn == null
        ? null
        : s3.read(
            reader -> {
              LambdaPoint point = s3.lambdaPoints().ofArn(reader, arn);
              if (point == null) {
                return null;
              }
              LambdaPointPolicy policy = s3.lambdaPoints().policy(reader, point);
              return ResourcePolicy.of(
                  point.accountId(),
                  policy == null ? null : new AttachedPolicy(policy.document(), text));
            });
  }
}
