package io.nephele.services.s3.control;

import io.nephele.api.s3control.S3control;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPointPolicies;
import io.nephele.services.s3.accesspoints.AccessPointScopes;
import io.nephele.services.s3.accesspoints.AccessPoints;

/** Binds the operations of S3 Control that settle access. */
public final class ControlBindings {
  private ControlBindings() {}

  /** Binds them in a world. */
  public static void bind(Bindings on, S3World s3) {
    on.protect(new ProtectedControl(s3));
    bindAccessPoints(on, s3);
    AccountPublicAccessBlocks blocks = new AccountPublicAccessBlocks(s3);
    on.bind(S3control.PutPublicAccessBlock, blocks::put);
    on.bind(S3control.GetPublicAccessBlock, blocks::get);
    on.bind(S3control.DeletePublicAccessBlock, blocks::delete);
  }

  private static void bindAccessPoints(Bindings on, S3World s3) {
    AccessPoints points = new AccessPoints(s3);
    on.bind(S3control.CreateAccessPoint, points::create);
    on.bind(S3control.GetAccessPoint, points::get);
    on.bind(S3control.ListAccessPoints, points::list);
    on.bind(S3control.DeleteAccessPoint, points::delete);
    AccessPointScopes scopes = new AccessPointScopes(s3);
    on.bind(S3control.PutAccessPointScope, scopes::put);
    on.bind(S3control.GetAccessPointScope, scopes::get);
    on.bind(S3control.DeleteAccessPointScope, scopes::delete);
    AccessPointPolicies policies = new AccessPointPolicies(s3);
    on.bind(S3control.PutAccessPointPolicy, policies::put);
    on.bind(S3control.GetAccessPointPolicy, policies::get);
    on.bind(S3control.GetAccessPointPolicyStatus, policies::status);
    on.bind(S3control.DeleteAccessPointPolicy, policies::delete);
  }
}
