package io.nephele.services.s3.multiregion;

import io.nephele.api.s3control.S3control;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.S3World;

/** Binds the operations of multi-region access points. */
public final class MultiRegionBindings {
  private MultiRegionBindings() {}

  /** Binds them in a world. */
  public static void bind(Bindings on, S3World s3) {
    MultiRegionPoints points = new MultiRegionPoints(s3);
    on.bind(S3control.CreateMultiRegionAccessPoint, points::create);
    on.bind(S3control.DeleteMultiRegionAccessPoint, points::delete);
    on.bind(S3control.PutMultiRegionAccessPointPolicy, points::putPolicy);
    MultiRegionReports reports = new MultiRegionReports(s3);
    on.bind(S3control.DescribeMultiRegionAccessPointOperation, reports::describe);
    on.bind(S3control.GetMultiRegionAccessPoint, reports::get);
    on.bind(S3control.ListMultiRegionAccessPoints, reports::list);
    on.bind(S3control.GetMultiRegionAccessPointPolicy, reports::policy);
    on.bind(S3control.GetMultiRegionAccessPointPolicyStatus, reports::policyStatus);
    on.bind(S3control.GetMultiRegionAccessPointRoutes, reports::routes);
    on.bind(S3control.SubmitMultiRegionAccessPointRoutes, reports::submit);
  }
}
