package io.nephele.services.cloudtrail;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS CloudTrail: who called what, when and from where. */
public final class CloudTrailService implements ServiceModule {
  @Override
  public String name() {
    return "cloudtrail";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
