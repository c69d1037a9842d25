package io.nephele.services.iam;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** AWS Identity and Access Management: binds its operations to the methods that answer them. */
public final class IamService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public IamService() {}

  @Override
  public String name() {
    return "iam";
  }

  @Override
  public void bind(Bindings on, World world) {
    IamWorld iam = new IamWorld(world);
    on.protect(new IamResources(iam));
    on.describe(TableDescriptions::of);
    ProvidersAndReports.bind(on, iam);
    RolesAndPolicies.bind(on, iam);
    UsersAndCredentials.bind(on, iam);
  }
}
