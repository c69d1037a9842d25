package io.nephele.services.s3.website;

import io.nephele.api.s3.S3;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Protocol;
import io.nephele.wire.Protocols;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Errors as websites show them: pages, with the error's parts also in header fields. */
final class ErrorPage {
  private static final Map<Integer, String> REASONS =
      Map.of(
          400,
          "Bad Request",
          403,
          "Forbidden",
          404,
          "Not Found",
          405,
          "Method Not Allowed",
          412,
          "Precondition Failed",
          416,
          "Requested Range Not Satisfiable",
          500,
          "Internal Server Error",
          501,
          "Not Implemented",
          503,
          "Service Unavailable");

  private final Protocols protocols;

  ErrorPage(Protocols protocols) {
    this.protocols = protocols;
  }

  /**
   * The page of an error.
   *
   * @param second what went wrong with the bucket's own page for errors; null if it has none
   */
  HttpResponse of(AwsException error, AwsException second, boolean withBody, String requestId) {
    Headers headers = headers(error, requestId);
    if (error.status() == 304) {
      return new HttpResponse(304, headers, Body.EMPTY);
    }
    describe(headers, error);
    headers.set("Content-Type", "text/html; charset=utf-8");
    if (!withBody) {
      return new HttpResponse(error.status(), headers, Body.EMPTY);
    }
    String title = error.status() + " " + REASONS.getOrDefault(error.status(), error.code());
    StringBuilder page = new StringBuilder(512);
    page.append("<html>\n<head><title>").append(title).append("</title></head>\n<body>\n<h1>");
    page.append(title).append("</h1>\n<ul>\n");
    items(page, error);
    item(page, "RequestId", requestId);
    item(page, "HostId", headers.first("x-amz-id-2"));
    page.append("</ul>\n");
    if (second != null) {
      page.append("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document")
          .append("</h3>\n<ul>\n");
      items(page, second);
      page.append("</ul>\n");
    }
    page.append("<hr/>\n</body>\n</html>\n");
    Bytes bytes = Bytes.of(page.toString().getBytes(StandardCharsets.UTF_8));
    return new HttpResponse(error.status(), headers, Body.of(bytes));
  }

  /** The header fields that all answers of S3 have, and those of the error. */
  Headers headers(AwsException error, String requestId) {
    Headers headers =
        protocols
            .of(Protocol.REST_XML)
            .encodeError(S3.GetObject.model().service(), null, error, requestId)
            .headers();
    return headers.remove("Content-Type").remove("Content-Length");
  }

  /** Says in header fields what went wrong. */
  static void describe(Headers headers, AwsException error) {
    headers.set("x-amz-error-code", error.code());
    headers.set("x-amz-error-message", error.getMessage());
    String key = error.elements().get("Key");
    if (key != null) {
      headers.set("x-amz-error-detail-Key", Redirection.encoded(key));
    }
  }

  private static void items(StringBuilder page, AwsException error) {
    item(page, "Code", error.code());
    item(page, "Message", error.getMessage());
    error.elements().forEach((name, value) -> item(page, name, value));
  }

  private static void item(StringBuilder page, String name, String value) {
    page.append("<li>").append(name).append(": ").append(escaped(value)).append("</li>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
