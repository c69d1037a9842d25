package io.nephele.services.sns;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon Simple Notification Service: topics that fan messages out to their subscribers. */
public final class SnsService implements ServiceModule {
  @Override
  public String name() {
    return "sns";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
