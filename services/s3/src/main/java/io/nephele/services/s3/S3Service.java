package io.nephele.services.s3;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon Simple Storage Service: binds its operations to the methods that answer them. */
public final class S3Service implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public S3Service() {}

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
