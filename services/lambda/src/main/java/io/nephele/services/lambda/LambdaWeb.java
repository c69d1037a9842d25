package io.nephele.services.lambda;

import io.nephele.core.web.WebHandler;
import io.nephele.services.lambda.code.CodeLinks;
import io.nephele.services.lambda.urls.UrlRequests;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/** Sends web traffic to what answers it. */
record LambdaWeb(CodeLinks links, UrlRequests urls) implements WebHandler {
  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    return isToUrl(request) ? urls.handle(request, requestId) : links.handle(request, requestId);
  }

  private static boolean isToUrl(HttpRequest request) {
    String host = request.host();
    return host != null && host.contains(UrlRequests.HOST_MARK);
  }
}
