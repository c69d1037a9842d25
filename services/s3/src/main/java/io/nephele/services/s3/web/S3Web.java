package io.nephele.services.s3.web;

import io.nephele.core.web.WebHandler;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.cors.Preflights;
import io.nephele.services.s3.forms.FormUploads;
import io.nephele.services.s3.objectlambda.InputRequests;
import io.nephele.services.s3.website.Websites;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/** Sends web traffic to what answers it. */
public final class S3Web implements WebHandler {
  private final Preflights preflights;
  private final Websites websites;
  private final FormUploads forms;
  private final InputRequests inputs;

  /**
   * The web traffic of a world.
   *
   * @param exchanges is shown what is answered
   * @param inputs gives functions what they transform
   */
  public S3Web(S3World s3, S3Exchanges exchanges, InputRequests inputs) {
    this.preflights = new Preflights(s3);
    this.websites = new Websites(s3, exchanges::visited);
    this.forms = new FormUploads(s3, exchanges);
    this.inputs = inputs;
  }

  /** Whether a request is, or may be, such traffic. */
  public static boolean takes(HttpRequest request) {
    return Preflights.takes(request)
        || Websites.takes(request)
        || FormUploads.takes(request)
        || InputRequests.takes(request);
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    if (Preflights.takes(request)) {
      return preflights.handle(request, requestId);
    }
    if (Websites.takes(request)) {
      return websites.handle(request, requestId);
    }
    return InputRequests.takes(request)
        ? inputs.handle(request, requestId)
        : forms.handle(request, requestId);
  }
}
