package io.nephele.services.s3.web;

import io.nephele.core.web.WebHandler;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.cors.Preflights;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/** Sends web traffic to what answers it. */
public final class S3Web implements WebHandler {
  private final Preflights preflights;

  /** The web traffic of a world. */
  public S3Web(S3World s3) {
    this.preflights = new Preflights(s3);
  }

  /** Whether a request is, or may be, such traffic. */
  public static boolean takes(HttpRequest request) {
    return Preflights.takes(request);
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    return preflights.handle(request, requestId);
  }
}
