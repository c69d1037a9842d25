package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.Cloudtrail;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS CloudTrail: who called what, when and from where. */
public final class CloudTrailService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public CloudTrailService() {}

  @Override
  public String name() {
    return "cloudtrail";
  }

  @Override
  public void bind(Bindings on, World world) {
    on.describe(TableDescriptions::of);
    on.bind(Cloudtrail.LookupEvents, new EventHistory(world)::lookup);
  }
}
