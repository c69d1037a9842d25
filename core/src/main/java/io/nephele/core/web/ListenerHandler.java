package io.nephele.core.web;

import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/**
 * Answers the requests that come to a port of a service. It runs on a virtual thread of its own and
 * may block; the thread is interrupted when the client goes away or the program stops.
 */
@FunctionalInterface
public interface ListenerHandler {
  /**
   * Answers a request. Fields that come behind its content are added to its header fields once the
   * content was read. What it throws is logged and answered with status 500.
   */
  HttpResponse handle(HttpRequest request);
}
