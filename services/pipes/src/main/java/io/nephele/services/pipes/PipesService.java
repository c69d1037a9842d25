package io.nephele.services.pipes;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge Pipes: from a source, filtered and enriched, to a target. */
public final class PipesService implements ServiceModule {
  @Override
  public String name() {
    return "pipes";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
