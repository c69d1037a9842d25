package io.nephele.services.scheduler;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge Scheduler: calls that are made at their time. */
public final class SchedulerService implements ServiceModule {
  @Override
  public String name() {
    return "scheduler";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
