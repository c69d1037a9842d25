package io.nephele.core;

import io.nephele.core.call.Bindings;
import io.nephele.wire.http.HttpRequest;

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

  /**
   * Whether a request is web traffic of this service rather than a call of AWS's APIs: a page of a
   * website in S3, a form that uploads, a browser that asks before it calls. Such requests go to
   * what the service binds with {@link Bindings#web}. Asked for every request, so it only looks at
   * what is at hand.
   */
  default boolean takesWeb(HttpRequest request) {
    return false;
  }
}
