package io.nephele.wire.route;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Content;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.query.QueryParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The action that a query request asks for, which is in its URL or its form.
 *
 * @param action the operation, or null where the request names none
 * @param version the API's version, or null
 * @param request the same request, whose form can still be read
 */
record FormPeek(String action, String version, HttpRequest request) {
  private static final int MAX_FORM = 16 << 20;

  /**
   * Looks into a request.
   *
   * @throws AwsException if the form is too large or is not in the encoding it claims
   */
  static FormPeek of(HttpRequest request) {
    String query = request.query();
    if (query != null && QueryText.has(query, "Action")) {
      return new FormPeek(
          QueryText.value(query, "Action"), QueryText.value(query, "Version"), request);
    }
    if (!QueryParameters.isForm(request)) {
      return new FormPeek(null, null, request);
    }
    Bytes raw = read(request);
    HttpRequest again = request.withBody(Body.of(raw));
    Bytes form = Content.isGzip(again) ? Content.bytes(again) : raw;
    // What matters here is ASCII; a byte a character keeps any form readable.
    String text = new String(form.toArray(), StandardCharsets.ISO_8859_1);
    return new FormPeek(QueryText.value(text, "Action"), QueryText.value(text, "Version"), again);
  }

  private static Bytes read(HttpRequest request) {
    try (InputStream in = request.body().open()) {
      byte[] form = in.readNBytes(MAX_FORM + 1);
      if (form.length > MAX_FORM) {
        throw AwsException.client(
            "RequestEntityTooLarge", 413, "Request size exceeded " + MAX_FORM + " bytes");
      }
      return Bytes.of(form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
