package io.nephele.services.s3;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon S3 Control: binds its operations to the methods that answer them. */
public final class S3ControlService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public S3ControlService() {}

  @Override
  public String name() {
    return "s3control";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
