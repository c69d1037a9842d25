package io.nephele.services.ssm;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Systems Manager: binds its operations to the methods that answer them. */
public final class SsmService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public SsmService() {}

  @Override
  public String name() {
    return "ssm";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
