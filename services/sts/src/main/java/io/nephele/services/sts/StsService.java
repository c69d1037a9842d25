package io.nephele.services.sts;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.identity.Identity;

/** AWS Security Token Service: binds its operations to the methods that answer them. */
public final class StsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public StsService() {}

  @Override
  public String name() {
    return "sts";
  }

  @Override
  public void bind(Bindings on, World world) {
    Identity identity = Identity.of(world);
  }
}
