package io.nephele.core.web;

import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/** Answers web traffic of a service: what is not a call of AWS's APIs. */
@FunctionalInterface
public interface WebHandler {
  /**
   * Answers a request.
   *
   * @param requestId the id that AWS's responses carry, a UUID
   * @return null if it turns out to be a call of AWS's APIs, or another service's, after all
   */
  HttpResponse handle(HttpRequest request, String requestId);
}
