package io.nephele.core.call;

import io.nephele.model.View;

/**
 * Does what an operation promises. A method of a service's resource class, given to {@link
 * Bindings#bind}.
 *
 * @param <I> the view of requests
 * @param <O> the view of results
 */
@FunctionalInterface
public interface Handler<I extends View, O extends View> {
  /** Answers a request or throws a typed error ({@link io.nephele.model.AwsException}). */
  O handle(I request, Call call);
}
