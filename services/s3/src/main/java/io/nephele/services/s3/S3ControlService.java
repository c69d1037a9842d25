package io.nephele.services.s3;

import io.nephele.api.s3control.S3control;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.batch.BatchOperations;
import io.nephele.services.s3.configuration.ResourceTags;
import io.nephele.services.s3.control.ControlBindings;
import io.nephele.services.s3.grants.GrantBindings;
import io.nephele.services.s3.multiregion.MultiRegionBindings;
import io.nephele.services.s3.objectlambda.ObjectLambdaBindings;

/** Amazon S3 Control: binds its operations to the methods that answer them. */
public final class S3ControlService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public S3ControlService() {}

  @Override
  public String name() {
    return "s3control";
  }

  @Override
  public void bind(Bindings on, World world) {
    S3World s3 = new S3World(world);
    ControlBindings.bind(on, s3);
    bindTags(on, s3);
    GrantBindings.bind(on, s3);
    MultiRegionBindings.bind(on, s3);
    ObjectLambdaBindings.bind(on, s3);
    BatchOperations.bind(on, s3);
  }

  private static void bindTags(Bindings on, S3World s3) {
    ResourceTags tags = new ResourceTags(s3);
    on.bind(S3control.TagResource, tags::tag);
    on.bind(S3control.UntagResource, tags::untag);
    on.bind(S3control.ListTagsForResource, tags::list);
  }
}
