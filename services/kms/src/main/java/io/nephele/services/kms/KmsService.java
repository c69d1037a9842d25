package io.nephele.services.kms;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Key Management Service: binds its operations to the methods that answer them. */
public final class KmsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public KmsService() {}

  @Override
  public String name() {
    return "kms";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
