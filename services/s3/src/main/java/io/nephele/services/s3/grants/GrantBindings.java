package io.nephele.services.s3.grants;

import io.nephele.api.s3control.S3control;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.S3World;

/** Binds the operations of S3 Access Grants. */
public final class GrantBindings {
  private GrantBindings() {}

  /** Binds them in a world. */
  public static void bind(Bindings on, S3World s3) {
    GrantsInstances instances = new GrantsInstances(s3);
    on.bind(S3control.CreateAccessGrantsInstance, instances::create);
    on.bind(S3control.GetAccessGrantsInstance, instances::get);
    on.bind(S3control.GetAccessGrantsInstanceForPrefix, instances::ofPrefix);
    on.bind(S3control.ListAccessGrantsInstances, instances::list);
    on.bind(S3control.DeleteAccessGrantsInstance, instances::delete);
    on.bind(S3control.PutAccessGrantsInstanceResourcePolicy, instances::putPolicy);
    on.bind(S3control.GetAccessGrantsInstanceResourcePolicy, instances::policy);
    on.bind(S3control.DeleteAccessGrantsInstanceResourcePolicy, instances::deletePolicy);

    GrantsLocations locations = new GrantsLocations(s3, instances);
    on.bind(S3control.CreateAccessGrantsLocation, locations::create);
    on.bind(S3control.GetAccessGrantsLocation, locations::get);
    on.bind(S3control.ListAccessGrantsLocations, locations::list);
    on.bind(S3control.UpdateAccessGrantsLocation, locations::update);
    on.bind(S3control.DeleteAccessGrantsLocation, locations::delete);

    Grants grants = new Grants(s3, instances, locations);
    on.bind(S3control.CreateAccessGrant, grants::create);
    on.bind(S3control.GetAccessGrant, grants::get);
    on.bind(S3control.ListAccessGrants, grants::list);
    on.bind(S3control.DeleteAccessGrant, grants::delete);
    on.bind(S3control.ListCallerAccessGrants, grants::ofCaller);
    on.bind(S3control.GetDataAccess, new DataAccess(s3, instances, locations)::get);
  }
}
