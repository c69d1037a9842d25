package io.nephele.services.xray;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS X-Ray: traces of requests through services. */
public final class XRayService implements ServiceModule {
  @Override
  public String name() {
    return "xray";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
