package io.nephele.services.schemas;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge Schemas: registries of the shapes of events. */
public final class SchemasService implements ServiceModule {
  @Override
  public String name() {
    return "schemas";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
