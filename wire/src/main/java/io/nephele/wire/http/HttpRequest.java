package io.nephele.wire.http;

import io.nephele.model.Body;

/**
 * An HTTP request as it came.
 *
 * @param method the method, in capitals
 * @param path the path as it was sent, still percent-encoded, beginning with a slash
 * @param query the query as it was sent without its question mark, or null where there is none
 * @param headers the header fields
 * @param body the content; streamed
 * @param remoteAddress the caller's IP address
 * @param secure whether it came over TLS
 */
public record HttpRequest(
    String method,
    String path,
    String query,
    Headers headers,
    Body body,
    String remoteAddress,
    boolean secure) {

  /** The same request with another body. */
  public HttpRequest withBody(Body other) {
    return new HttpRequest(method, path, query, headers, other, remoteAddress, secure);
  }

  /** The same request with other header fields. */
  public HttpRequest withHeaders(Headers other) {
    return new HttpRequest(method, path, query, other, body, remoteAddress, secure);
  }

  /** The host and port that the caller addressed, or null. */
  public String host() {
    return headers.first("Host");
  }
}
