package io.nephele.services.lambda;

import io.nephele.core.web.WebHandler;
import io.nephele.services.lambda.code.CodeLinks;
import io.nephele.services.lambda.urls.UrlRequests;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/** Sends web traffic to what answers it. */
record LambdaWeb(CodeLinks links, UrlRequests urls) implements WebHandler {
  /** Whether a request is such traffic. */
  static boolean takes(HttpRequest request) {
    return CodeLinks.takes(request) || UrlRequests.takes(request);
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    return UrlRequests.takes(request)
        ? urls.handle(request, requestId)
        : links.handle(request, requestId);
  }
}
