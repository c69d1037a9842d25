package io.nephele.edge;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;

/** Responses that belong to no AWS protocol. */
public final class PlainResponses {
  private PlainResponses() {}

  /** A response of plain text. */
  public static HttpResponse text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", Bytes.utf8(text));
  }

  /** A response of JSON. */
  public static HttpResponse json(int status, Bytes json) {
    return of(status, "application/json", json);
  }

  /** A response without content. */
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, new Headers(), Body.EMPTY);
  }

  private static HttpResponse of(int status, String contentType, Bytes content) {
    return new HttpResponse(
        status, new Headers().add("Content-Type", contentType), Body.of(content));
  }
}
