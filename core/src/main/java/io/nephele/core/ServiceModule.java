package io.nephele.core;

import io.nephele.core.call.Bindings;

/**
 * An AWS service as Nephele implements it. There is one in each module under {@code services/};
 * {@code docs/adding-a-service.md} tells how to write one.
 */
public interface ServiceModule {
  /** The service's name, which is the AWS CLI's and that of its model. */
  String name();

  /**
   * Binds the service's operations to the methods that answer them. Called once a world, at the
   * service's first call.
   */
  void bind(Bindings on, World world);
}
