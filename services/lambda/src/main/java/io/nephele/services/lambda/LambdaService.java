package io.nephele.services.lambda;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Lambda: functions that really run. */
public final class LambdaService implements ServiceModule {
  @Override
  public String name() {
    return "lambda";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
