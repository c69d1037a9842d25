package io.nephele.services.events;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge: buses whose rules send events to targets. */
public final class EventBridgeService implements ServiceModule {
  @Override
  public String name() {
    return "events";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
