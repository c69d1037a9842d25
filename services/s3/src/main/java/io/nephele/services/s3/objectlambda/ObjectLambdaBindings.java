package io.nephele.services.s3.objectlambda;

import io.nephele.api.s3control.S3control;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.S3World;

/** Binds the operations of S3 Control on Object Lambda access points. */
public final class ObjectLambdaBindings {
  private ObjectLambdaBindings() {}

  /** Binds them in a world. */
  public static void bind(Bindings on, S3World s3) {
    LambdaPoints points = new LambdaPoints(s3);
    on.bind(S3control.CreateAccessPointForObjectLambda, points::create);
    on.bind(S3control.GetAccessPointForObjectLambda, points::get);
    on.bind(S3control.ListAccessPointsForObjectLambda, points::list);
    on.bind(S3control.DeleteAccessPointForObjectLambda, points::delete);
    on.bind(S3control.GetAccessPointConfigurationForObjectLambda, points::configuration);
    on.bind(S3control.PutAccessPointConfigurationForObjectLambda, points::configure);
    LambdaPointPolicies policies = new LambdaPointPolicies(s3);
    on.bind(S3control.PutAccessPointPolicyForObjectLambda, policies::put);
    on.bind(S3control.GetAccessPointPolicyForObjectLambda, policies::get);
    on.bind(S3control.GetAccessPointPolicyStatusForObjectLambda, policies::status);
    on.bind(S3control.DeleteAccessPointPolicyForObjectLambda, policies::delete);
  }
}
