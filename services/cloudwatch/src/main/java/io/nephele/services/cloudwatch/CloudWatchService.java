package io.nephele.services.cloudwatch;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon CloudWatch: metrics, alarms and dashboards. */
public final class CloudWatchService implements ServiceModule {
  @Override
  public String name() {
    return "cloudwatch";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
