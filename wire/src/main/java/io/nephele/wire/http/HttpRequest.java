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
 * @param tlsVersion for example {@code 1.3}; null where it did not, or nobody looked
 */
public record HttpRequest(
    String method,
    String path,
    String query,
    Headers headers,
    Body body,
    String remoteAddress,
    boolean secure,
    String tlsVersion) {

  /** A request of which nothing is known of TLS but whether it came over it. */
  public HttpRequest(
      String method,
      String path,
      String query,
      Headers headers,
      Body body,
      String remoteAddress,
      boolean secure) {
    this(method, path, query, headers, body, remoteAddress, secure, null);
  }

  /** The same request with another body. */
  public HttpRequest withBody(Body other) {
    return new HttpRequest(method, path, query, headers, other, remoteAddress, secure, tlsVersion);
  }

  /** The same request with other header fields. */
  public HttpRequest withHeaders(Headers other) {
    return new HttpRequest(method, path, query, other, body, remoteAddress, secure, tlsVersion);
  }

  /** The host and port that the caller addressed, or null. */
  public String host() {
    return headers.first("Host");
  }
}
