package io.nephele.services.secretsmanager;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Secrets Manager: binds its operations to the methods that answer them. */
public final class SecretsManagerService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public SecretsManagerService() {}

  @Override
  public String name() {
    return "secretsmanager";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
