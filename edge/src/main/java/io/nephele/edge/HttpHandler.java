package io.nephele.edge;

import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/**
 * Answers HTTP requests. It runs on a virtual thread of its own and may block; the thread is
 * interrupted when the client goes away or the server stops. A handler need not read the request's
 * body.
 */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers a request.
   *
   * @throws io.nephele.core.faults.DroppedConnection if the caller is to get no answer: its
   *     connection is closed
   * @throws RuntimeException what else it throws is logged and answered with status 500; errors
   *     that callers should see are responses
   */
  HttpResponse handle(HttpRequest request);
}
