package io.nephele.services.logs;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon CloudWatch Logs: groups of streams of events, kept, searched and passed on. */
public final class LogsService implements ServiceModule {
  @Override
  public String name() {
    return "logs";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
